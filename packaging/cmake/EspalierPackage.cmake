# What is installed, and the Debian package made of it: `cmake --install` and `cpack` of one build folder.
include(GNUInstallDirs)

# Only the programs that were asked for are built before they are packed, not every test.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

set(espalier_data "${CMAKE_INSTALL_DATADIR}/espalier")
install(DIRECTORY "${CMAKE_SOURCE_DIR}/resources/weights" DESTINATION "${espalier_data}/resources")
install(DIRECTORY "${CMAKE_SOURCE_DIR}/experiments" DESTINATION "${espalier_data}")

set(espalier_desktop "${CMAKE_SOURCE_DIR}/resources/desktop")
set(espalier_pages espalier-cli.1)
if(ESPALIER_UI)
  list(APPEND espalier_pages espalier.1)
  install(FILES "${espalier_desktop}/espalier.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
  install(FILES "${espalier_desktop}/org.espalier.espalier.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
  install(FILES "${espalier_desktop}/espalier-mime.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/mime/packages"
          RENAME espalier.xml)
  install(FILES "${espalier_desktop}/icons/espalier.svg" DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
  foreach(size 16 22 24 32 48 64 128 256)
    install(FILES "${espalier_desktop}/icons/espalier-${size}.png"
            DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/${size}x${size}/apps" RENAME espalier.png)
  endforeach()
endif()

# Debian keeps manual pages and changelogs packed, without a date in them.
set(espalier_documents "${CMAKE_INSTALL_DATADIR}/doc/espalier")
configure_file("${CMAKE_SOURCE_DIR}/packaging/deb/changelog.in" "${CMAKE_BINARY_DIR}/packed/changelog" @ONLY)
function(espalier_install_packed file destination)
  install(CODE "
    get_filename_component(name \"${file}\" NAME)
    execute_process(COMMAND gzip -9nc \"${file}\" OUTPUT_FILE \"${CMAKE_BINARY_DIR}/packed/\${name}.gz\"
                    COMMAND_ERROR_IS_FATAL ANY)
    file(INSTALL \"${CMAKE_BINARY_DIR}/packed/\${name}.gz\" DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${destination}\")")
endfunction()
foreach(page ${espalier_pages})
  espalier_install_packed("${espalier_desktop}/${page}" "${CMAKE_INSTALL_MANDIR}/man1")
endforeach()
espalier_install_packed("${CMAKE_BINARY_DIR}/packed/changelog" "${espalier_documents}")
espalier_install_packed("${CMAKE_SOURCE_DIR}/CHANGELOG.md" "${espalier_documents}")
install(FILES "${CMAKE_SOURCE_DIR}/packaging/deb/copyright" DESTINATION "${espalier_documents}")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME espalier)
set(CPACK_PACKAGE_VENDOR Espalier)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Workbench for parameter-efficient fine-tuning of vision models")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "The Espalier maintainers <maintainers@espalier.invalid>")
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Opens a pretrained network as a tree: graft adapters and unfreeze branches by
hand or by pattern, see to the parameter what will train, train in worker
threads, watch losses and gradient norms live, and compare runs side by
side. A guard sees explosions coming, rewinds and says why.
.
The desktop is espalier; espalier-cli does the same without a window.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# LibTorch asks for any BLAS; the plain one is 30 to 50 times slower.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libopenblas0-pthread")
if(ESPALIER_UI)
  set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-inter, fonts-jetbrains-mono, fonts-noto-cjk, qt6-wayland")
endif()
include(CPack)
