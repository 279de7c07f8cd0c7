if(NOT TARGET espalier::train)
  return()
endif()
espalier_test(parity training HEAVY SOURCES ema_parity.cpp grafted.cpp loss_parity.cpp merge_parity.cpp optimizer_parity.cpp postprocess_parity.cpp
                                            reference_network.cpp schedule_parity.cpp trajectory_parity.cpp
  USES espalier_goldens espalier::train)
