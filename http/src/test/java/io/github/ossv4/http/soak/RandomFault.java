// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.soak;

import java.util.Random;

/** Faults of the emulator, as its JSON. */
enum RandomFault {
    UNAVAILABLE,
    RETRY_AFTER,
    RETRY_IMMEDIATELY,
    INTERNAL_ERROR,
    UPLOAD_RESET,
    DOWNLOAD_RESET,
    DOWNLOAD_CUT,
    FLIPPED_BYTE,
    WRONG_CRC64,
    NO_CRC64,
    RESPONSE_LOST,
    CHANGE_LOST,
    STALL;

    private static final int MAX_NUMBER = 4000;

    private static final String[] CHANGES = {
        "PutObject",
        "AppendObject",
        "CopyObject",
        "DeleteObject",
        "InitiateMultipartUpload",
        "UploadPart",
        "CompleteMultipartUpload"
    };

    /** Returns a fault of this kind. Its stall is shorter than any time limit of the client. */
    String json(Random random) {
        int bytes = random.nextInt(MAX_NUMBER);
        return switch (this) {
            case UNAVAILABLE -> unavailable("", 1 + random.nextInt(3));
            case RETRY_AFTER -> unavailable(",\"headers\":{\"Retry-After\":\"1\"}", 1);
            case RETRY_IMMEDIATELY -> unavailable(",\"headers\":{\"Retry-After\":\"0\"}", 1);
            case INTERNAL_ERROR -> "{\"fault\":\"error\",\"status\":500,\"code\":\"InternalError\"}";
            case UPLOAD_RESET -> "{\"fault\":\"uploadReset\",\"bytes\":" + bytes + "}";
            case DOWNLOAD_RESET -> "{\"fault\":\"downloadReset\",\"bytes\":" + bytes + "}";
            case DOWNLOAD_CUT -> "{\"fault\":\"downloadCut\",\"bytes\":" + bytes + "}";
            case FLIPPED_BYTE -> "{\"fault\":\"flippedByte\",\"position\":" + bytes + "}";
            case WRONG_CRC64 -> "{\"fault\":\"wrongCrc64\",\"crc64\":\"" + bytes + "\"}";
            case NO_CRC64 -> "{\"fault\":\"noCrc64\"}";
            case RESPONSE_LOST -> "{\"fault\":\"responseLost\"}";
            case CHANGE_LOST ->
                "{\"fault\":\"responseLost\",\"on\":\"" + CHANGES[random.nextInt(CHANGES.length)] + "\"}";
            case STALL -> "{\"fault\":\"delay\",\"milliseconds\":" + (50 + random.nextInt(450)) + "}";
        };
    }

    /** Returns whether a CRC64 may be that of such a fault. */
    static boolean isInjected(long crc64) {
        return crc64 >= 0 && crc64 < MAX_NUMBER;
    }

    private static String unavailable(String headers, int times) {
        return "{\"fault\":\"error\",\"status\":503,\"code\":\"ServiceUnavailable\"" + headers + ",\"times\":" + times
                + "}";
    }
}
