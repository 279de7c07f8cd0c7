// Operation tensors: the tensors among what an operation takes or gives, for those who watch operations.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/ivalue.h>

namespace espalier::train {

/// Calls `visit` with each defined tensor in `value`: one, a list, or a list of tensors that may be absent.
template <class Visit>
void forEachTensor(const c10::IValue& value, const Visit& visit)
{
    if (value.isTensor()) {
        if (value.toTensor().defined()) {
            visit(value.toTensor());
        }
    } else if (value.isTensorList()) {
        for (const at::Tensor& tensor : value.toTensorVector()) {
            visit(tensor);
        }
    } else if (value.isList()) {
        for (const c10::IValue& item : value.toListRef()) {
            if (item.isTensor() && item.toTensor().defined()) {
                visit(item.toTensor());
            }
        }
    }
}

} // namespace espalier::train
