// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.StorageRequest;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.xml.XmlElement;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The encryption of an object, or the default of a bucket. The emulator does not encrypt. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/server-side-encryption-8">Server-side encryption</a>
 */
public record Encryption(
        String algorithm, @Nullable String keyId, @Nullable String dataAlgorithm) {
    static final String ALGORITHM = "x-oss-server-side-encryption";
    private static final String KEY_ID = "x-oss-server-side-encryption-key-id";
    private static final String DATA_ALGORITHM = "x-oss-server-side-data-encryption";

    private static final String DEFAULT_KEY = "00000000-0000-4000-8000-000000000000";

    private static final List<String> ALGORITHMS = List.of("AES256", "KMS", "SM4");
    private static final String ROOT = "ServerSideEncryptionRule";
    private static final String DEFAULT = "ApplyServerSideEncryptionByDefault";

    /** Objects have the ID in a header. */
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    /** The query parameter of the operations on the encryption of a bucket. */
    public static final String PARAMETER = "encryption";

    /** All headers about encryption. */
    public static final List<String> HEADERS = List.of(ALGORITHM, KEY_ID, DATA_ALGORITHM);

    /**
     * Checks that a request has no headers about encryption: the headers of the initiation of its upload apply.
     *
     * @throws OssException if it has one
     */
    public static void checkAbsent(StorageRequest request) {
        for (String header : HEADERS) {
            String value = request.header(header);
            if (value != null) {
                throw OssException.invalidArgument(
                        "The encryption of parts is specified when their upload is initiated.", header, value);
            }
        }
    }

    /**
     * Returns the encryption in a request, or null.
     *
     * @throws OssException if the algorithm is invalid, or KMS settings are used without KMS
     */
    public static @Nullable Encryption of(StorageRequest request) {
        String algorithm = request.header(ALGORITHM);
        String keyId = request.header(KEY_ID);
        String dataAlgorithm = request.header(DATA_ALGORITHM);
        if (algorithm != null && !ALGORITHMS.contains(algorithm)) {
            throw OssError.INVALID_ENCRYPTION.exception();
        }
        boolean isKms = "KMS".equals(algorithm);
        // OSS ignores settings of KMS with another algorithm: ossutil repeats the key of the source in such a copy. It
        // ignores the algorithm of data keys also without an algorithm.
        if (keyId != null && algorithm == null) {
            throw keyWithoutKms(keyId);
        }
        if (dataAlgorithm != null && !dataAlgorithm.equals("SM4")) {
            throw OssError.INVALID_DATA_ENCRYPTION.exception();
        }
        return algorithm == null ? null : new Encryption(algorithm, isKms ? keyId : null, isKms ? dataAlgorithm : null);
    }

    private static OssException keyWithoutKms(String keyId) {
        return OssException.invalidArgument(
                "KMSMasterKeyID is not applicable if the default sse algorithm is not KMS.", KEY_ID, keyId);
    }

    /** Returns the default of a bucket, or null. */
    public static @Nullable Encryption of(BucketSettings bucket) {
        XmlElement root = bucket.document(PARAMETER);
        return root == null ? null : parse(root);
    }

    /** Parses the document of PutBucketEncryption. The root is null if it is not well-formed. */
    public static Encryption parse(@Nullable XmlElement root) {
        List<XmlElement> defaults = root == null || !root.name().equals(ROOT) ? List.of() : root.children(DEFAULT);
        if (defaults.size() == 1) {
            XmlElement rule = defaults.get(0);
            String algorithm = String.valueOf(rule.text("SSEAlgorithm"));
            String keyId = textOrNull(rule, "KMSMasterKeyID");
            String dataAlgorithm = textOrNull(rule, "KMSDataEncryption");
            boolean isKms = algorithm.equals("KMS");
            if (!algorithm.isEmpty() && !ALGORITHMS.contains(algorithm)) {
                throw OssError.INVALID_ENCRYPTION.exception();
            }
            if (keyId != null && !isKms) {
                throw keyWithoutKms(keyId);
            }
            if (ALGORITHMS.contains(algorithm)
                    && (keyId == null || KEY.matcher(keyId).matches())
                    && (dataAlgorithm == null || dataAlgorithm.equals("SM4"))) {
                return new Encryption(algorithm, keyId, isKms ? dataAlgorithm : null);
            }
        }
        throw OssError.MALFORMED_XML.exception();
    }

    private static @Nullable String textOrNull(XmlElement rule, String name) {
        String text = rule.text(name);
        return "".equals(text) ? null : text;
    }

    /** Returns the document of GetBucketEncryption. */
    public XmlDocument document() {
        XmlDocument document = new XmlDocument(ROOT).open(DEFAULT);
        describe(document);
        return document;
    }

    /** Adds the elements to a document. */
    public void describe(XmlDocument document) {
        document.element("SSEAlgorithm", algorithm)
                .element("KMSMasterKeyID", keyId)
                .element("KMSDataEncryption", dataAlgorithm);
    }

    /** Adds the headers. Without a key, KMS uses the default one. */
    void describe(ServerResponse response) {
        String usedKey = keyId == null && algorithm.equals("KMS") ? DEFAULT_KEY : keyId;
        response.header(ALGORITHM, algorithm).header(KEY_ID, usedKey).header(DATA_ALGORITHM, dataAlgorithm);
    }
}
