if(NOT TARGET espalier::train)
  return()
endif()
add_library(espalier_goldens STATIC goldens.cpp goldens.h)
target_compile_definitions(espalier_goldens PRIVATE ESPALIER_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
target_include_directories(espalier_goldens PUBLIC "${CMAKE_SOURCE_DIR}")
target_link_libraries(espalier_goldens PUBLIC espalier_flags espalier::model espalier_parity_record GTest::gtest)
espalier_heavy(espalier_goldens)

espalier_test(parity network HEAVY SOURCES activations.cpp blocks_parity.cpp counts_parity.cpp network_parity.cpp reference_network.cpp
                                           yolov8_parity.cpp
  USES espalier_goldens espalier::model espalier::train)
espalier_test(parity clip HEAVY SOURCES reference_network.cpp clip_case.h text_tower_parity.cpp vision_tower_parity.cpp
  USES espalier_goldens espalier::model espalier::train)
espalier_test(parity adapter HEAVY SOURCES adapter_counts_parity.cpp adapter_parity.cpp grafted.cpp reference_network.cpp transformer_adapter_parity.cpp vit_parity.cpp
  USES espalier_goldens espalier::adapter espalier::exchange espalier::model)
