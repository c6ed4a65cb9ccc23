"""Checks ONNX models (paths as arguments) with onnx's own checker and shape inference; prints one line of JSON for each.

Weights are external data that exists only while a session is made, so they are declared as inputs here, with their types
and shapes. onnxruntime's operators are unknown to onnx: their outputs are taken from no schema, everything else is.
"""

import json
import sys

import onnx


def without_data(model):
    graph = model.graph
    external = [t for t in graph.initializer if t.data_location == onnx.TensorProto.EXTERNAL]
    for tensor in external:
        graph.initializer.remove(tensor)
        graph.input.append(onnx.helper.make_tensor_value_info(tensor.name, tensor.data_type, tensor.dims))
    return len(external)


def name_domains(graph):
    """SimplifiedLayerNormalization is onnxruntime's too, though it lies in the domain of onnx."""
    for node in graph.node:
        if node.op_type == "SimplifiedLayerNormalization":
            node.domain = "com.microsoft"
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                name_domains(attribute.g)


def check(path):
    model = onnx.load(path, load_external_data=False)
    weights = without_data(model)
    name_domains(model.graph)
    onnx.checker.check_model(model, full_check=False)
    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    return {"weights": weights, "nodes": len(model.graph.node)}


for path in sys.argv[1:]:
    try:
        print(json.dumps(check(path)))
    except Exception as error:  # the reason is what the test shows
        print(json.dumps({"error": str(error)[:2000]}))
