// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.internal.call.CurrentSigner;
import io.github.ossv4.http.internal.call.Endpoint;
import io.github.ossv4.http.internal.call.Origin;
import io.github.ossv4.http.internal.call.ResourcePath;
import io.github.ossv4.http.internal.okhttp.NoDelay;
import io.github.ossv4.http.internal.okhttp.RequiredVersions;
import io.github.ossv4.http.internal.redaction.Redaction;
import io.github.ossv4.http.internal.redaction.Secrets;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Signs the requests of any OkHttp client to one endpoint of OSS, for example Retrofit's. Thread-safe.
 *
 * <pre>{@code
 * OkHttpClient client = new OkHttpClient.Builder()
 *         .addNetworkInterceptor(SigningInterceptor.builder("https://oss-cn-hangzhou.aliyuncs.com")
 *                 .credentials(CredentialsSource.environment())
 *                 .build())
 *         .build();
 * }</pre>
 *
 * <p>It must be a network interceptor: then it receives each request as it is sent, with the {@code Content-Type} that
 * OkHttp takes from the body. It signs each retry again, and its headers do not follow a redirect.
 *
 * <p>It signs requests to the endpoint itself and to hosts with one label before it, over the same scheme and port. It
 * does not change other requests, requests with an {@code Authorization} header, presigned URLs, or bodies. A plus in a
 * query is sent as {@code %20}, which is its meaning in OkHttp's own builders: some servers read it as a space, others
 * do not. A plus in a path is sent as {@code %2B}: it belongs to the key, but OSS would read it as a space.
 *
 * <p>OkHttp resolves the segments {@code .} and {@code ..} of a path before an interceptor sees it. Encode the slashes
 * of a key that has such a segment: {@code a%2F..%2Fb}. The keys {@code .} and {@code ..} themselves cannot be
 * requested.
 *
 * <p>Use it in a client that sends requests to OSS alone, or to servers that you trust: a request that a server
 * redirects to OSS is signed too.
 *
 * <p>It sets TCP_NODELAY on the sockets to the endpoint. Without this option, OkHttp needs 40 ms more to put objects of
 * 8 to 32 KB. The sockets to other hosts need the same in an interceptor of yours: {@code
 * chain.connection().socket().setTcpNoDelay(true)}.
 *
 * <p>A request that cannot be signed fails with an {@link IOException} that names the value and the rule, for example a
 * duplicate query parameter or a path that is not UTF-8. The {@link Signature} is a tag of the network request:
 * {@code response.networkResponse().request().tag(Signature.class)} explains a mismatch.
 */
public final class SigningInterceptor implements Interceptor {
    private final HttpUrl home;
    private final @Nullable String cnameBucket;
    private final boolean byPath;
    private final CurrentSigner signer;
    private final Set<String> additionalHeaders;
    private final NoDelay noDelay = new NoDelay();

    SigningInterceptor(
            HttpUrl home,
            @Nullable String cnameBucket,
            boolean byPath,
            CurrentSigner signer,
            Set<String> additionalHeaders) {
        this.home = home;
        this.cnameBucket = cnameBucket;
        this.byPath = byPath;
        this.signer = signer;
        this.additionalHeaders = additionalHeaders;
    }

    /**
     * Starts an interceptor.
     *
     * @param endpoint scheme, host and port of OSS without a bucket, such as {@code
     *     https://oss-cn-hangzhou.aliyuncs.com}; https unless http is written. At an IP address or localhost the first
     *     segment of a path is the bucket
     */
    public static Builder builder(String endpoint) {
        return new Builder(endpoint);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        if (chain.connection() == null) {
            throw new IOException("SigningInterceptor must be added with addNetworkInterceptor:"
                    + " application interceptors receive the request before it is complete");
        }
        Request request = chain.request();
        HttpUrl url = request.url();
        if (isHome(url)) {
            noDelay.set(chain.connection());
        }
        return isHome(url) && !isSigned(request) ? proceed(chain, signed(request)) : chain.proceed(request);
    }

    /** Removes the signature from exceptions, in which OkHttp quotes malformed responses: they may echo the request. */
    private static Response proceed(Chain chain, Request signed) throws IOException {
        try {
            return chain.proceed(signed);
        } catch (IOException e) {
            Signature signature = requireNonNull(signed.tag(Signature.class));
            throw Redaction.redact(Secrets.of(signature), e);
        }
    }

    private boolean isHome(HttpUrl url) {
        return url.scheme().equals(home.scheme())
                && url.port() == home.port()
                && (url.host().equals(home.host()) || isBucketOfHome(url.host()));
    }

    /** Returns whether the host has one label more than the endpoint. */
    private boolean isBucketOfHome(String host) {
        int label = host.length() - home.host().length() - 1;
        return cnameBucket == null
                && !byPath
                && label > 0
                && host.endsWith("." + home.host())
                && host.indexOf('.') == label;
    }

    private ResourcePath resource(HttpUrl url) {
        if (cnameBucket != null) {
            return ResourcePath.inBucket(cnameBucket, url);
        }
        if (byPath) {
            return ResourcePath.byPath(url);
        }
        boolean ofService = url.host().equals(home.host());
        if (ofService && url.encodedPath().length() > 1) {
            throw new IllegalArgumentException(
                    "the host must name the bucket, such as bucket." + home.host() + ", unless pathStyle(true) is set");
        }
        return ofService
                ? ResourcePath.ofService(url)
                : ResourcePath.inBucket(url.host().substring(0, url.host().indexOf('.')), url);
    }

    private static boolean isSigned(Request request) {
        return request.header("Authorization") != null
                || request.url().queryParameterNames().contains("x-oss-signature");
    }

    private Request signed(Request request) throws IOException {
        HttpUrl url = request.url();
        if (url.encodedPath().indexOf('+') >= 0) {
            url = url.newBuilder()
                    .encodedPath(url.encodedPath().replace("+", "%2B"))
                    .build();
        }
        String query = url.encodedQuery();
        if (query != null && query.indexOf('+') >= 0) {
            query = query.replace("+", "%20");
            url = url.newBuilder().encodedQuery(query).build();
        }
        Signature signature;
        try {
            signature = signer.sign(unsigned(request, resource(url), query)).signature;
        } catch (RuntimeException e) {
            // An unchecked exception would end a thread of OkHttp if the call is enqueued.
            throw new IOException("cannot be signed: " + PrintableText.escape(String.valueOf(e.getMessage())), e);
        }
        Request.Builder signed = request.newBuilder().url(url).tag(Signature.class, signature);
        // An earlier signature may have left it; with permanent credentials this one has none.
        signed.removeHeader("x-oss-security-token");
        signature.headers().forEach(signed::header);
        return signed.build();
    }

    private UnsignedRequest unsigned(Request request, ResourcePath resource, @Nullable String encodedQuery) {
        UnsignedRequest.Builder unsigned = UnsignedRequest.builder(request.method(), resource.bucket(), resource.key());
        if (encodedQuery != null) {
            for (String pair : encodedQuery.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals >= 0) {
                    unsigned.query(
                            ResourcePath.decode(pair.substring(0, equals)),
                            ResourcePath.decode(pair.substring(equals + 1)));
                } else if (!pair.isEmpty()) {
                    unsigned.query(ResourcePath.decode(pair), "");
                }
            }
        }
        request.headers().forEach(header -> unsigned.header(header.getFirst(), header.getSecond()));
        additionalHeaders.forEach(unsigned::additionalHeader);
        return unsigned.build();
    }

    @Override
    public String toString() {
        return "SigningInterceptor{" + home + ", " + signer + "}";
    }

    /** Collects the settings of an interceptor. Not thread-safe. */
    public static final class Builder {
        /** RFC 9110 section 7.6.1. */
        private static final Set<String> OF_CONNECTION = new TreeSet<>(Arrays.asList(
                "connection",
                "keep-alive",
                "proxy-authorization",
                "proxy-connection",
                "te",
                "transfer-encoding",
                "upgrade"));

        private final String endpoint;
        private final Set<String> additionalHeaders = new TreeSet<>();
        private @Nullable String region;
        private @Nullable String cnameBucket;
        private @Nullable CredentialsSource credentials;
        private boolean pathStyle;
        private Clock clock = Clock.systemUTC();

        Builder(String endpoint) {
            this.endpoint = requireNonNull(endpoint, "endpoint");
        }

        /** Sets the region id, see {@link BucketClient.Builder#region}. */
        public Builder region(String region) {
            this.region = requireNonNull(region, "region");
            return this;
        }

        /**
         * Marks the endpoint as your own domain that is bound to a bucket (CNAME). A region is required.
         *
         * @throws IllegalArgumentException if the bucket's name is invalid
         */
        public Builder cname(String bucket) {
            this.cnameBucket = ResourceNames.checkBucket(bucket);
            return this;
        }

        /** Takes the first segment of a path as the bucket, which is the default for an IP address and localhost. */
        public Builder pathStyle(boolean pathStyle) {
            this.pathStyle = pathStyle;
            return this;
        }

        /** Sets credentials that never change. */
        public Builder credentials(Credentials credentials) {
            return credentials(CredentialsSource.of(credentials));
        }

        /** Sets the source of credentials, which is called before each request. */
        public Builder credentials(CredentialsSource credentials) {
            this.credentials = requireNonNull(credentials, "credentials");
            return this;
        }

        /**
         * Signs a header, if the request has it, in addition to {@code Content-Type}, {@code Content-MD5} and {@code
         * x-oss-*}; for example {@code Host} or {@code Range}.
         *
         * @throws IllegalArgumentException if the header concerns the connection and does not reach OSS, such as {@code
         *     Connection}
         */
        public Builder additionalHeader(String name) {
            if (OF_CONNECTION.contains(Objects.requireNonNull(name, "name").toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "header " + name + " concerns the connection and does not reach OSS");
            }
            additionalHeaders.add(name);
            return this;
        }

        /**
         * Sets the clock by which requests are signed; default the system's. OSS accepts a difference of 15 minutes.
         */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Builds the interceptor.
         *
         * @throws IllegalArgumentException if the endpoint is not a bare http or https URL, the region is malformed, or
         *     the name of an additional header is invalid
         * @throws IllegalStateException if there are no credentials, if no region is set and the endpoint's name does
         *     not contain one, if both {@link #cname} and {@link #pathStyle} are set, or if OkHttp on the class path is
         *     older than 4.12 or does not load
         */
        public SigningInterceptor build() {
            RequiredVersions.check();
            HttpUrl home = HttpUrl.get(Origin.parse(endpoint).toString());
            if (cnameBucket == null) {
                Endpoint.checkIsOfService(home.host());
            } else {
                Endpoint.checkIsOfOwner(home.host());
            }
            if (cnameBucket != null && pathStyle) {
                throw new IllegalStateException("cname and pathStyle must not both be set");
            }
            if (credentials == null) {
                throw new IllegalStateException("credentials are required");
            }
            String ofHost = cnameBucket == null ? Endpoint.regionOf(home.host()) : null;
            String signingRegion = region == null ? ofHost : region;
            if (signingRegion == null) {
                throw new IllegalStateException(
                        "region is required: the endpoint " + home + " does not contain the bucket's region");
            }
            // Refuses a malformed name now.
            UnsignedRequest.Builder check = UnsignedRequest.builder("GET", null, null);
            additionalHeaders.forEach(check::additionalHeader);
            return new SigningInterceptor(
                    home,
                    cnameBucket,
                    cnameBucket == null && (pathStyle || Endpoint.isByPath(home.host())),
                    new CurrentSigner(credentials, signingRegion, Endpoint.productOf(signingRegion), clock),
                    new TreeSet<>(additionalHeaders));
        }
    }
}
