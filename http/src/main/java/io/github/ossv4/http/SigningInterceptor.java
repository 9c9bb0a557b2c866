// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.ResourceNames;
import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.UnsignedRequest;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Signs the requests of any OkHttp client, such as one of Retrofit's, that go to one endpoint of OSS. Thread-safe.
 *
 * <pre>{@code
 * OkHttpClient client = new OkHttpClient.Builder()
 *         .addNetworkInterceptor(SigningInterceptor.builder("https://oss-cn-hangzhou.aliyuncs.com")
 *                 .credentials(CredentialsSource.environment())
 *                 .build())
 *         .build();
 * }</pre>
 *
 * <p>It must be a network interceptor: then it sees each request as it leaves, with the {@code Content-Type} that OkHttp
 * takes from the body, signs anew what is sent anew, and its headers do not follow a redirect.
 *
 * <p>Signed is what goes to the endpoint itself or to a domain of one label below it, over the same scheme and port.
 * Everything else passes untouched, and so does a request with an {@code Authorization} header or a presigned URL. The
 * body is not touched. A plus in a query, which some servers read as a blank and some do not, is sent as {@code %20}, as
 * OkHttp's own builders mean it.
 *
 * <p>OkHttp resolves the segments {@code .} and {@code ..} of a path before an interceptor sees it. Encode the slashes of a key
 * that has such a segment: {@code a%2F..%2Fb}. The keys {@code .} and {@code ..} themselves cannot be requested.
 *
 * <p>Give it a client that talks to OSS alone, or to servers that you trust: where one of them redirects to OSS, the
 * request that it asks for is signed too.
 *
 * <p>A request that cannot be signed fails with an {@link IOException} that names the value and the rule: a query parameter
 * given twice, a path that is not UTF-8. The {@link Signature} is a tag of the network request:
 * {@code response.networkResponse().request().tag(Signature.class)} explains a mismatch.
 */
public final class SigningInterceptor implements Interceptor {
    private final HttpUrl home;
    private final @Nullable String cnameBucket;
    private final boolean byPath;
    private final CurrentSigner signer;
    private final Set<String> additionalHeaders;

    private SigningInterceptor(
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
     * @param endpoint scheme, host and port of OSS without a bucket, such as
     *     {@code https://oss-cn-hangzhou.aliyuncs.com}; https unless http is written out. At an IP address or localhost
     *     the first segment of a path is the bucket
     */
    public static Builder builder(String endpoint) {
        return new Builder(endpoint);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        if (chain.connection() == null) {
            throw new IOException("SigningInterceptor must be added with addNetworkInterceptor:"
                    + " before that the request is not what will be sent");
        }
        Request request = chain.request();
        HttpUrl url = request.url();
        return chain.proceed(isHome(url) && !isSigned(request) ? signed(request) : request);
    }

    private boolean isHome(HttpUrl url) {
        return url.scheme().equals(home.scheme())
                && url.port() == home.port()
                && (url.host().equals(home.host()) || isBucketOfHome(url.host()));
    }

    /** A domain of one label below the endpoint's. */
    private boolean isBucketOfHome(String host) {
        int label = host.length() - home.host().length() - 1;
        return cnameBucket == null
                && !byPath
                && label > 0
                && host.endsWith("." + home.host())
                && host.indexOf('.') == label;
    }

    private Resource resource(HttpUrl url) {
        if (cnameBucket != null) {
            return Resource.inBucket(cnameBucket, url);
        }
        if (byPath) {
            return Resource.byPath(url);
        }
        boolean ofService = url.host().equals(home.host());
        if (ofService && url.encodedPath().length() > 1) {
            throw new IllegalArgumentException("a path at the endpoint itself: name the bucket in the host, bucket."
                    + home.host() + ", or say pathStyle()");
        }
        return ofService
                ? Resource.ofService(url)
                : Resource.inBucket(url.host().substring(0, url.host().indexOf('.')), url);
    }

    private static boolean isSigned(Request request) {
        return request.header("Authorization") != null
                || request.url().queryParameterNames().contains("x-oss-signature");
    }

    private Request signed(Request request) throws IOException {
        HttpUrl url = request.url();
        String query = url.encodedQuery();
        if (query != null && query.indexOf('+') >= 0) {
            query = query.replace("+", "%20");
            url = url.newBuilder().encodedQuery(query).build();
        }
        Signature signature;
        try {
            signature = signer.sign(unsigned(request, resource(url), query)).signature;
        } catch (RuntimeException e) {
            // Thrown as it is, it would end a thread of OkHttp's where a call is enqueued.
            throw new IOException("cannot be signed: " + PrintableText.escape(String.valueOf(e.getMessage())), e);
        }
        Request.Builder signed = request.newBuilder().url(url).tag(Signature.class, signature);
        // Of an earlier signature; there is none in this one where the credentials are permanent.
        signed.removeHeader("x-oss-security-token");
        signature.headers().forEach(signed::header);
        return signed.build();
    }

    private UnsignedRequest unsigned(Request request, Resource resource, @Nullable String encodedQuery) {
        UnsignedRequest.Builder unsigned = UnsignedRequest.builder(request.method(), resource.bucket(), resource.key());
        if (encodedQuery != null) {
            for (String pair : encodedQuery.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals >= 0) {
                    unsigned.query(
                            Resource.decode(pair.substring(0, equals)), Resource.decode(pair.substring(equals + 1)));
                } else if (!pair.isEmpty()) {
                    unsigned.query(Resource.decode(pair), "");
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

    /** Collects what an interceptor needs. Not thread-safe. */
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

        private Builder(String endpoint) {
            this.endpoint = requireNonNull(endpoint, "endpoint");
        }

        /** The region id, as {@link BucketClient.Builder#region}. */
        public Builder region(String region) {
            this.region = requireNonNull(region, "region");
            return this;
        }

        /**
         * Says that the endpoint is a domain of your own that is bound to a bucket (CNAME). The region must be given.
         *
         * @throws IllegalArgumentException if OSS has no bucket of such a name
         */
        public Builder cname(String bucket) {
            this.cnameBucket = ResourceNames.checkBucket(bucket);
            return this;
        }

        /** Takes the first segment of a path for the bucket, as at an IP address or localhost anyway. */
        public Builder pathStyle() {
            this.pathStyle = true;
            return this;
        }

        /** Credentials that never change. */
        public Builder credentials(Credentials credentials) {
            return credentials(CredentialsSource.of(credentials));
        }

        /** Where to get credentials for each request. */
        public Builder credentials(CredentialsSource credentials) {
            this.credentials = requireNonNull(credentials, "credentials");
            return this;
        }

        /**
         * Signs a header beyond {@code Content-Type}, {@code Content-MD5} and {@code x-oss-*} where a request has it, such
         * as {@code Host} or {@code Range}.
         *
         * @throws IllegalArgumentException if it is about a connection and does not reach OSS, such as {@code Connection}
         */
        public Builder additionalHeader(String name) {
            if (OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "header " + name + " is about the connection and does not reach OSS");
            }
            additionalHeaders.add(name);
            return this;
        }

        /** The clock that signatures are dated by; the system's unless set. OSS tolerates 15 minutes. */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Checks and builds.
         *
         * @throws IllegalArgumentException if the endpoint is not a bare http or https URL, the region is not a region id,
         *     or the name of an additional header is not one
         * @throws IllegalStateException if the credentials were not set, the region was not and the endpoint's name does
         *     not tell it, or both {@link #cname} and {@link #pathStyle} are set
         */
        public SigningInterceptor build() {
            HttpUrl home = Endpoint.parse(endpoint);
            if (cnameBucket == null) {
                Endpoint.checkIsOfService(home.host());
            } else {
                Endpoint.checkIsOfOwner(home.host());
            }
            if (cnameBucket != null && pathStyle) {
                throw new IllegalStateException("cname and pathStyle exclude each other");
            }
            if (credentials == null) {
                throw new IllegalStateException("credentials are not set");
            }
            String told = cnameBucket == null ? Endpoint.regionOf(home.host()) : null;
            String signingRegion = region == null ? told : region;
            if (signingRegion == null) {
                throw new IllegalStateException(
                        "region is not set, and the endpoint does not tell it: " + home + " (it is the bucket's)");
            }
            // So that a bad name is refused here.
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
