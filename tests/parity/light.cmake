espalier_test(parity metrics SOURCES coco_map_parity.cpp USES espalier::metrics espalier::base)
