// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All operations that are emulated.
 *
 * <p>Rule: The rules of OSS with their sources, as a document and as tests that can run against OSS as well ({@code
 * ConformanceTest}).
 *
 * <p>Rule: Responses of OSS that others published are equal to the emulator's ({@code RecordedExchangesTest}).
 *
 * <p>Rule: Operations, their parameters and errors as OSS returns them ({@code EmulatedOperationsTest}).
 */
public final class EmulatedOperations {
    private static final List<OssOperation> OTHERS = List.of(
            PutObject.OPERATION,
            PostObject.OPERATION,
            CopyObject.OPERATION,
            PutObject.APPEND,
            PutObject.SEAL,
            GetObject.GET,
            GetObject.HEAD,
            GetObject.META,
            DeleteObject.OPERATION,
            DeleteObject.MULTIPLE,
            ObjectTagging.GET,
            ObjectTagging.PUT,
            ObjectTagging.DELETE,
            Acl.GET_OF_OBJECT,
            Acl.PUT_OF_OBJECT,
            Symlink.GET,
            Symlink.PUT,
            RestoreObject.OPERATION,
            RestoreObject.CLEAN,
            MultipartUpload.INITIATE,
            UploadPart.OPERATION,
            UploadPart.COPY,
            CompleteMultipartUpload.OPERATION,
            MultipartUpload.ABORT,
            MultipartUpload.LIST_PARTS,
            MultipartUpload.LIST,
            ListObjects.OPERATION,
            ListObjects.V2,
            ListObjects.VERSIONS,
            BucketInfo.LIST,
            PutBucket.OPERATION,
            DeleteBucket.OPERATION,
            BucketInfo.GET,
            BucketInfo.HEAD,
            BucketInfo.LOCATION,
            BucketInfo.STAT,
            BucketInfo.LIVE_CHANNELS,
            Acl.GET_OF_BUCKET,
            Acl.PUT_OF_BUCKET,
            BucketVersioning.GET,
            BucketVersioning.PUT,
            BucketCors.GET,
            BucketCors.PUT,
            BucketCors.DELETE);

    private static final List<OssOperation> ALL = Stream.concat(
                    OTHERS.stream(), BucketConfigurations.OPERATIONS.stream())
            .toList();

    private static final List<OssOperation> MOST_SPECIAL_FIRST = ALL.stream()
            .sorted(Comparator.comparingInt(OssOperation::markerCount).reversed())
            .toList();

    private EmulatedOperations() {}

    /**
     * Returns the operation that a request calls, or null if none is emulated. If several match, it is the one with the
     * most markers, then the first of the list.
     */
    static @Nullable OssOperation find(ReceivedRequest request) {
        for (OssOperation operation : MOST_SPECIAL_FIRST) {
            if (operation.matches(request)) {
                return operation;
            }
        }
        return null;
    }

    /**
     * Returns the operation with OSS's name {@code name}.
     *
     * @throws IllegalArgumentException if no such operation is emulated
     */
    public static OssOperation named(String name) {
        return ALL.stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("operation must be one of "
                        + ALL.stream().map(OssOperation::name).collect(Collectors.joining(", ")) + ", was \"" + name
                        + "\""));
    }

    /** Returns whether any operation permits a header. */
    static boolean anyPermits(String header) {
        return ALL.stream().anyMatch(operation -> operation.hasHeader(header));
    }

    /** Returns all operations. */
    public static List<OssOperation> all() {
        return ALL;
    }
}
