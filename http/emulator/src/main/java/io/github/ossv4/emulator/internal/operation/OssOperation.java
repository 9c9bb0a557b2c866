// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.access.AccessControl;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.RequestedResource;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.internal.canonical.SignatureNames;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An operation of OSS that is emulated: the requests that call it, their parameters and headers, the faults that can
 * affect it, and its execution. Each is a constant of the class that executes it, and {@link EmulatedOperations} lists
 * all. Immutable.
 */
public final class OssOperation {
    /** The header or query parameter for requester-pays. */
    private static final String PAYER = "x-oss-request-payer";

    private static final Set<String> PAYERS = Set.of("requester", "bucketowner");

    private static final Set<String> HEADERS_OF_ALL =
            Set.of("x-oss-content-sha256", "x-oss-date", PAYER, "x-oss-security-token", "x-oss-user-agent");

    /** The resource that requests are sent to. */
    private enum Resource {
        SERVICE,
        BUCKET,
        OBJECT
    }

    /** Starts the execution of a request, from all that is known before its body. */
    interface Start {
        /**
         * Starts the execution.
         *
         * @throws OssException if the request is rejected before its body is read
         */
        Execution start(Call call) throws IOException;
    }

    /** Responds to a request without reading its body. */
    interface Response {
        /**
         * Returns the response.
         *
         * @throws OssException if the request fails
         */
        ServerResponse respond(Call call) throws IOException;
    }

    /** Like {@link Response}, for the version of an object that the query names. */
    interface VersionResponse {
        /** Returns the response. */
        ServerResponse respond(Call call, ObjectReference reference) throws IOException;
    }

    private final Builder declared;
    private final Start start;

    /** @param declared not modified later */
    private OssOperation(Builder declared, Start start) {
        this.declared = declared;
        this.start = start;
    }

    /**
     * Returns a builder of an operation on an object.
     *
     * @param name OSS's name, such as {@code PutObject}
     * @param method the HTTP method
     */
    static Builder onObject(String name, String method) {
        return new Builder(Resource.OBJECT, name, method);
    }

    /** Returns a builder of an operation on a bucket. The parameters are as in {@link #onObject}. */
    static Builder onBucket(String name, String method) {
        return new Builder(Resource.BUCKET, name, method);
    }

    /** Returns a builder of an operation on the service. The parameters are as in {@link #onObject}. */
    static Builder onService(String name, String method) {
        return new Builder(Resource.SERVICE, name, method);
    }

    /** Returns OSS's name of the operation. */
    public String name() {
        return declared.name;
    }

    /**
     * Returns whether a request calls this operation, or a more specific one with more {@link #markerCount markers}.
     */
    boolean matches(ReceivedRequest request) {
        return declared.resource == resource(request.resource())
                && declared.methods.contains(request.method())
                && request.query().keySet().containsAll(declared.markers)
                && declared.headerMarkers.stream().allMatch(header -> request.header(header) != null)
                // A sub-resource selects another operation, such as DeleteMultipleObjects.
                && (!declared.signedInBody || request.query().keySet().stream().noneMatch(OssOperation::isSubResource));
    }

    private static Resource resource(RequestedResource named) {
        return named.bucket() == null ? Resource.SERVICE : named.key() == null ? Resource.BUCKET : Resource.OBJECT;
    }

    /** Returns how many parameters and headers distinguish the operation from others of the same method. */
    int markerCount() {
        return declared.markers.size() + declared.headerMarkers.size();
    }

    /** Returns the public access that a request without a signature needs. */
    AccessControl.PublicAccess publicAccess() {
        return declared.publicAccess;
    }

    /** Returns whether the signature is in the body of the request, as in a form. */
    boolean isSignedInBody() {
        return declared.signedInBody;
    }

    /** Returns whether the operation reads, writes or lists objects, and not the settings of a bucket. */
    boolean isOfObjects() {
        return declared.resource == Resource.OBJECT || declared.ofObjects;
    }

    /** Returns whether the bucket need not exist. */
    boolean createsBucket() {
        return declared.createsBucket;
    }

    /** Returns whether a kind of fault can affect the operation. */
    public boolean permits(FaultKind fault) {
        return fault.affectsAllOperations() || declared.faults.contains(fault);
    }

    /** Returns whether a query parameter can change what a request does, and does not carry a signature. */
    static boolean isSubResource(String parameter) {
        return SubResources.contains(parameter) && !SignatureNames.PARAMETERS.contains(parameter);
    }

    /** Returns a sub-resource that the operation does not permit; null if there is none. */
    @Nullable
    String unsupportedParameter(ReceivedRequest request) {
        for (String parameter : request.query().keySet()) {
            if (isSubResource(parameter)
                    && !parameter.equals(PAYER)
                    && !declared.parameters.contains(parameter)
                    && !(declared.resource == Resource.OBJECT
                            && PermittedHeaders.PARAMETERS_OF_OBJECT.contains(parameter))) {
                return parameter;
            }
        }
        return null;
    }

    /**
     * Rejects parameters, headers and conditions of OSS that are not emulated, and an invalid payer. A test must not
     * pass because the emulator ignored something that OSS does not ignore.
     *
     * @throws OssException if a request has any of them
     */
    void check(ReceivedRequest request) {
        String unsupported = unsupportedParameter(request);
        if (unsupported != null) {
            throw OssException.notImplemented("the query parameter " + unsupported + " of " + request.method());
        }
        for (String header : request.headerNames()) {
            boolean ofOss = header.startsWith("x-oss-");
            if (isPermitted(header) || !(ofOss || header.startsWith("if-"))) {
                continue;
            }
            if (!ofOss
                    || PermittedHeaders.OF_OTHER_FEATURES.matcher(header).matches()
                    || EmulatedOperations.anyPermits(header)) {
                throw OssException.notImplemented("the header " + header + " of " + request.method());
            }
            request.head().trace().note("ignored the unknown header " + header);
        }
        TrafficLimit.check(request);
        String payer = request.header(PAYER);
        if (payer != null && !PAYERS.contains(payer.toLowerCase(Locale.ROOT))) {
            throw OssException.invalidArgument("The payer must be requester or BucketOwner.", PAYER, payer);
        }
    }

    /** Returns whether the operation has a header. */
    boolean hasHeader(String header) {
        return declared.headers.contains(header);
    }

    private boolean isPermitted(String header) {
        return HEADERS_OF_ALL.contains(header)
                || hasHeader(header)
                || (declared.ignoredPrefix != null && header.startsWith(declared.ignoredPrefix))
                || (declared.resource == Resource.OBJECT && PermittedHeaders.isOfObject(header));
    }

    /**
     * Starts the execution of a request that this operation {@linkplain #matches matches}.
     *
     * @throws OssException if the request is rejected before its body is read
     */
    Execution start(ReceivedRequest request, Services services) throws IOException {
        return start.start(new Call(request, services));
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return declared.name;
    }

    /** Settings of an operation. Not thread-safe. */
    static final class Builder {
        private final String name;
        private final Set<String> methods = new HashSet<>();
        private final Resource resource;
        private final Set<String> markers = new HashSet<>();
        private final Set<String> headerMarkers = new HashSet<>();
        private final Set<String> parameters = new HashSet<>();
        private final Set<String> headers = new HashSet<>();
        private final Set<FaultKind> faults = EnumSet.noneOf(FaultKind.class);
        private @Nullable String ignoredPrefix;
        private AccessControl.PublicAccess publicAccess = AccessControl.PublicAccess.NONE;
        private boolean signedInBody;
        private boolean createsBucket;
        private boolean ofObjects;

        private Builder(Resource resource, String name, String method) {
            this.resource = resource;
            this.name = name;
            methods.add(method);
        }

        /** Adds another HTTP method. */
        Builder orMethod(String other) {
            methods.add(other);
            return this;
        }

        /** Requires a query parameter, which selects this operation. */
        Builder marker(String parameter) {
            markers.add(parameter);
            parameters.add(parameter);
            return this;
        }

        /** Requires a header, which selects this operation. */
        Builder headerMarker(String header) {
            headerMarkers.add(header);
            headers.add(header);
            return this;
        }

        /** Permits query parameters. */
        Builder parameters(String... names) {
            parameters.addAll(List.of(names));
            return this;
        }

        /** Permits query parameters. */
        Builder parameters(Collection<String> names) {
            parameters.addAll(names);
            return this;
        }

        /** Permits {@code x-oss-} headers and conditions, in lower case. */
        Builder headers(String... names) {
            headers.addAll(List.of(names));
            return this;
        }

        /** Permits {@code x-oss-} headers and conditions, in lower case. */
        Builder headers(Collection<String> names) {
            headers.addAll(names);
            return this;
        }

        /** Accepts headers that start with {@code prefix}, and ignores them unless they are permitted by name. */
        Builder ignoredPrefix(String prefix) {
            ignoredPrefix = prefix;
            return this;
        }

        /** Permits requests without a signature if the object can be read by all. */
        Builder publicRead() {
            publicAccess = AccessControl.PublicAccess.READ;
            return this;
        }

        /** Permits requests without a signature if the bucket can be written by all. */
        Builder publicWrite() {
            publicAccess = AccessControl.PublicAccess.WRITE;
            return this;
        }

        /** Marks an operation on a bucket that writes, deletes or lists its objects. */
        Builder ofObjects() {
            ofObjects = true;
            return this;
        }

        /** Leaves the check of the signature to the execution. Such a request must not have sub-resources. */
        Builder signedInBody() {
            signedInBody = true;
            return this;
        }

        /** Permits requests to a bucket that does not exist. */
        Builder createsBucket() {
            createsBucket = true;
            return this;
        }

        /** Adds kinds of faults that can affect the operation, besides those that can affect all. */
        Builder faults(FaultKind... kinds) {
            faults.addAll(List.of(kinds));
            return this;
        }

        /** Builds the operation. It can reject a request before the body is read. */
        OssOperation starting(Start start) {
            return new OssOperation(this, start);
        }

        /** Builds the operation. It executes a request after the body was received and ignored. */
        OssOperation responding(Response response) {
            return starting(call -> Execution.responding(() -> response.respond(call)));
        }

        /** Builds the operation on a version of an object, whose ID is a parameter. */
        OssOperation respondingForVersion(VersionResponse response) {
            return starting(call -> {
                ObjectReference reference = call.reference();
                return Execution.responding(() -> response.respond(call, reference));
            });
        }
    }
}
