espalier_test(parity metrics SOURCES coco_map_parity.cpp USES espalier::metrics espalier::weights espalier::base espalier_parity_record)
espalier_test(parity dataset SOURCES augment_parity.cpp letterbox_parity.cpp
  USES espalier::dataset espalier::weights espalier_parity_record)
espalier_test(parity text SOURCES text_parity.cpp USES espalier::text espalier::weights espalier_parity_record)
