// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.StorageRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encryption settings of a request. The emulator does not encrypt. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/server-side-encryption-8">Server-side encryption</a>
 */
public record Encryption(
        String algorithm, @Nullable String keyId, @Nullable String dataAlgorithm) {
    private static final String ALGORITHM = "x-oss-server-side-encryption";
    private static final String KEY_ID = "x-oss-server-side-encryption-key-id";
    private static final String DATA_ALGORITHM = "x-oss-server-side-data-encryption";

    /** All headers about encryption. */
    public static final List<String> HEADERS = List.of(ALGORITHM, KEY_ID, DATA_ALGORITHM);

    /**
     * Returns the encryption in a request, or null.
     *
     * @throws OssException if the algorithm is invalid, or KMS settings are used without KMS
     */
    static @Nullable Encryption of(StorageRequest request) {
        String algorithm = request.header(ALGORITHM);
        String keyId = request.header(KEY_ID);
        String dataAlgorithm = request.header(DATA_ALGORITHM);
        if (algorithm != null && !List.of("AES256", "KMS", "SM4").contains(algorithm)) {
            throw OssError.INVALID_ENCRYPTION.exception();
        }
        if (keyId != null && !"KMS".equals(algorithm)) {
            throw OssException.invalidArgument(
                    "KMSMasterKeyID is not applicable if the default sse algorithm is not KMS.", KEY_ID, keyId);
        }
        if (dataAlgorithm != null && !(dataAlgorithm.equals("SM4") && "KMS".equals(algorithm))) {
            throw OssError.INVALID_DATA_ENCRYPTION.exception();
        }
        return algorithm == null ? null : new Encryption(algorithm, keyId, dataAlgorithm);
    }

    /** Adds the headers. */
    void describe(ServerResponse response) {
        response.header(ALGORITHM, algorithm).header(KEY_ID, keyId).header(DATA_ALGORITHM, dataAlgorithm);
    }
}
