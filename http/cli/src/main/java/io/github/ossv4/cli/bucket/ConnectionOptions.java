// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.ProcessContext;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.ServiceClient;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.text.PrintableText;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the connection to a bucket. No option takes a secret: other users of the machine see arguments. */
public final class ConnectionOptions {
    private static final Pattern REGION = Pattern.compile("(?!oss-)[a-z]{2,}(-[a-z0-9]+)+");

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "Endpoint without the bucket; default: OSS_ENDPOINT, or that of the region.")
    private @Nullable String endpoint;

    @Option(
            names = "--region",
            paramLabel = "ID",
            description = "Region of the bucket, such as cn-hangzhou; default: OSS_REGION, or that of the endpoint.")
    private @Nullable String region;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Profile of Alibaba Cloud's CLI for the credentials; default: the default credentials chain.")
    private @Nullable String profile;

    @Option(names = "--anonymous", description = "Send unsigned requests, to a bucket with public access.")
    private boolean anonymous;

    @Option(names = "--path-style", description = "Address objects by path, as some on-premises deployments require.")
    private boolean pathStyle;

    @Option(
            names = "--cname",
            description = "The endpoint is your own domain, which is bound to the bucket; for that of OSS_ENDPOINT also"
                    + " OSS_CNAME=true.")
    private boolean cname;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.Timeout.class,
            description = "Limit for each request with its retries, such as 30s or 10m; default: none.")
    private @Nullable Duration timeout;

    /**
     * Returns a client for a bucket, configured by the options and the environment. Nothing is sent.
     *
     * @throws UsageException if endpoint or region are missing or malformed, or if options exclude each other
     */
    public BucketClient client(String bucket, ProcessContext process) {
        return build(builder(bucket, process.environment()));
    }

    /**
     * Returns the builder of a client, for a command that sets more.
     *
     * @throws UsageException as in {@link #client}
     */
    public BucketClient.Builder builder(String bucket, ProcessContext process) {
        return builder(bucket, process.environment());
    }

    BucketClient.Builder builder(String bucket, Map<String, String> environment) {
        String usedRegion = region(environment);
        BucketClient.Builder builder = BucketClient.builder(endpoint(usedRegion, environment), bucket);
        if (usedRegion != null) {
            builder.region(usedRegion);
        }
        if (isCname(environment)) {
            builder.cname();
        }
        if (pathStyle) {
            builder.pathStyle();
        }
        if (timeout != null) {
            builder.callTimeout(timeout);
        }
        return authorizeProxy(anonymous ? anonymous(builder) : builder.credentials(credentials()), environment);
    }

    private static BucketClient.Builder authorizeProxy(BucketClient.Builder builder, Map<String, String> environment) {
        EnvironmentProxies proxies = EnvironmentProxies.unlessSetByProperties(environment);
        ProxyUrl proxy = proxies.isEmpty() ? null : proxies.proxyOf(urlOf(builder));
        ProxyUrl.ProxyCredentials user = proxy == null ? null : proxy.credentials();
        return user == null ? builder : builder.proxyCredentials(user.user(), user.password());
    }

    private static URI urlOf(BucketClient.Builder builder) {
        try (BucketClient client = build(builder)) {
            return URI.create(client.formUrl());
        }
    }

    /**
     * Returns a client for the requests that have no bucket, configured by the options and the environment. Nothing is sent.
     *
     * @throws UsageException as in {@link #client}, and if the endpoint is a domain of a bucket, or requests are not signed
     */
    public ServiceClient service(ProcessContext process) {
        Map<String, String> environment = process.environment();
        if (isCname(environment)) {
            throw new UsageException("the endpoint is your own domain, which serves one bucket only: to list buckets,"
                    + " set --endpoint to that of a region");
        }
        if (anonymous) {
            throw new UsageException(
                    "--anonymous requires a bucket, as oss://BUCKET: only accounts have lists of buckets");
        }
        String usedRegion = region(environment);
        ServiceClient.Builder builder =
                ServiceClient.builder(endpoint(usedRegion, environment)).credentials(credentials());
        if (usedRegion != null) {
            builder.region(usedRegion);
        }
        if (timeout != null) {
            builder.callTimeout(timeout);
        }
        return built(builder::build);
    }

    private @Nullable String region(Map<String, String> environment) {
        return checkedRegion(value(region, environment, "OSS_REGION"));
    }

    private String endpoint(@Nullable String usedRegion, Map<String, String> environment) {
        String usedEndpoint = value(endpoint, environment, "OSS_ENDPOINT");
        if (usedEndpoint != null) {
            return usedEndpoint;
        }
        if (cname || isCnameInEnvironment(environment)) {
            throw new UsageException((cname ? "--cname" : "OSS_CNAME=true")
                    + " requires your own domain: set --endpoint or OSS_ENDPOINT");
        }
        return endpointOf(usedRegion);
    }

    /** Returns whether the endpoint is marked as a domain that is bound to the bucket. */
    public boolean isCname(ProcessContext process) {
        return isCname(process.environment());
    }

    private boolean isCname(Map<String, String> environment) {
        boolean ofEnvironment = isCnameInEnvironment(environment) && endpoint == null;
        if (pathStyle && (cname || ofEnvironment)) {
            throw new UsageException(
                    "--path-style and " + (cname ? "--cname" : "OSS_CNAME=true") + " must not both be set");
        }
        return cname || ofEnvironment;
    }

    /** The variable describes the endpoint of the environment. */
    private static boolean isCnameInEnvironment(Map<String, String> environment) {
        String value = value(null, environment, "OSS_CNAME");
        if (value == null || value.equals("false")) {
            return false;
        }
        if (!value.equals("true")) {
            throw new UsageException("OSS_CNAME must be true or false, was " + value);
        }
        return true;
    }

    /**
     * Builds a client.
     *
     * @throws UsageException if the settings are not valid
     */
    public static BucketClient build(BucketClient.Builder builder) {
        return built(builder::build);
    }

    private static <C> C built(Supplier<C> client) {
        try {
            return client.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UsageException(e.getMessage() + hint(e), e);
        }
    }

    private static String hint(RuntimeException e) {
        return String.valueOf(e.getMessage()).startsWith("region is required") ? ": set --region or OSS_REGION" : "";
    }

    /**
     * Returns the source of the credentials that the options select. It throws {@link CredentialsUnavailableException} if
     * there are none.
     */
    public CredentialsSource credentials() {
        return CheckedCredentials.of(
                profile == null ? CredentialsSource.defaultChain() : CredentialsSource.cliProfile(profile));
    }

    /** Returns whether requests are not signed. */
    public boolean isAnonymous() {
        return anonymous;
    }

    private BucketClient.Builder anonymous(BucketClient.Builder builder) {
        if (profile != null) {
            throw new UsageException("--anonymous and --profile must not both be set");
        }
        return builder.anonymous();
    }

    /** Rejects what is certainly no region: otherwise the message would be about a host that cannot be resolved. */
    private @Nullable String checkedRegion(@Nullable String used) {
        if (used == null || REGION.matcher(used).matches()) {
            return used;
        }
        String name = used.startsWith("oss-") ? used.substring("oss-".length()) : used;
        String meant = name.indexOf('-') < 0 ? "cn-" + name : name;
        throw new UsageException((region == null ? "OSS_REGION" : "--region")
                + " must be a region such as cn-hangzhou, was " + PrintableText.escape(used)
                + (REGION.matcher(meant).matches() ? "; did you mean " + meant + "?" : ""));
    }

    private static String endpointOf(@Nullable String region) {
        if (region == null) {
            throw new UsageException("an endpoint or a region is required: set --endpoint or OSS_ENDPOINT, such as"
                    + " https://oss-cn-hangzhou.aliyuncs.com, or --region or OSS_REGION, such as cn-hangzhou");
        }
        return "https://oss-" + region + ".aliyuncs.com";
    }

    private static @Nullable String value(@Nullable String option, Map<String, String> environment, String variable) {
        if (option != null) {
            return option;
        }
        String value = environment.get(variable);
        return value == null || value.isEmpty() ? null : value;
    }
}
