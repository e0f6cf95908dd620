//! Which mesh points the refining heads replace, and the points the measures read.
//!
//! Indices of the `MediaPipe` face mesh: 0-467 the face, 468-472 the iris on the picture's left
//! (centre first), 473-477 the iris on its right. Lists after `MediaPipe`'s landmark refinement
//! (Apache-2.0, `face_landmark_with_attention`): point `j` of a head replaces mesh point `list[j]`.

/// Points of the mesh itself.
pub const FACE_POINTS: usize = 468;
/// Points with both irises.
pub const ALL_POINTS: usize = 478;
/// First iris point (the centre) of the eye on the picture's left: the person's right eye.
pub const RIGHT_IRIS: usize = 468;
/// First iris point (the centre) of the eye on the picture's right: the person's left eye.
pub const LEFT_IRIS: usize = 473;

/// The person's right eye and its brow (picture left). The first 16 run round the eyelids: 0 and 8
/// are the corners, 1-7 the lower lid, 9-15 the upper lid.
pub const RIGHT_EYE: [usize; 71] = [
    33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, 130, 25, 110, 24, 23, 22, 26, 112,
    243, 247, 30, 29, 27, 28, 56, 190, 226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223, 222, 221, 189,
    35, 124, 46, 53, 52, 65, 143, 111, 117, 118, 119, 120, 121, 128, 245, 156, 70, 63, 105, 66, 107, 55, 193,
];

/// The person's left eye and its brow (picture right), in the same order.
pub const LEFT_EYE: [usize; 71] = [
    263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398, 359, 255, 339, 254, 253, 252, 256,
    341, 463, 467, 260, 259, 257, 258, 286, 414, 446, 261, 448, 449, 450, 451, 452, 453, 464, 342, 445, 444, 443, 442,
    441, 413, 265, 353, 276, 283, 282, 295, 372, 340, 346, 347, 348, 349, 350, 357, 465, 383, 300, 293, 334, 296, 336,
    285, 417,
];

/// The lips: outer contour, inner contour, and the rings between.
pub const LIPS: [usize; 80] = [
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78, 95, 88, 178, 87, 14,
    317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415, 76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306,
    184, 74, 73, 72, 11, 302, 303, 304, 408, 62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12,
    268, 271, 272, 407,
];

/// The outline of the face, in order, from the middle of the forehead clockwise on the picture.
pub const OUTLINE: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
