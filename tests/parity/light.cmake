espalier_test(parity metrics SOURCES coco_map_parity.cpp USES espalier::metrics espalier::base)
espalier_test(parity dataset SOURCES augment_parity.cpp letterbox_parity.cpp USES espalier::dataset espalier::weights)
