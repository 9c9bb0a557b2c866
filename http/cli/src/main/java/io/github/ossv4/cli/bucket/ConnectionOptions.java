// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ProcessContext;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.ServiceClient;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.internal.text.PrintableText;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for the connection to a bucket. No option takes a secret: other users of the machine see arguments. */
public final class ConnectionOptions {
    private static final Pattern REGION = Pattern.compile("(?!oss-)[a-z]{2,}(-[a-z0-9]+)+");

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "Endpoint without the bucket; default: OSS_ENDPOINT, or by the region.")
    private @Nullable String endpoint;

    @Option(
            names = "--region",
            paramLabel = "ID",
            description = "Region, such as cn-hangzhou; default: OSS_REGION, or by the endpoint.")
    private @Nullable String region;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Profile of ~/.ossutilconfig or ~/.aliyun/config.json, for credentials, endpoint and region;"
                    + " default: OSS_PROFILE, or the default credentials chain.")
    private @Nullable String profile;

    @Option(names = "--path-style", description = "Address objects by path, as some deployments on premises require.")
    private boolean pathStyle;

    @Option(
            names = "--cname",
            description = "The endpoint is your own domain, bound to the bucket; for OSS_ENDPOINT also OSS_CNAME=true.")
    private boolean cname;

    @Mixin
    private final RequestOptions requests;

    /** The settings of the last builder; null before. */
    private @Nullable Connection connection;

    /** The use of the connection by a command, which decides the options that it has. */
    public enum Use {
        /** Nothing is sent. */
        SIGNING,
        REQUESTS,
        TRANSFERS
    }

    ConnectionOptions(Use use) {
        requests = switch (use) {
            case SIGNING -> new RequestOptions();
            case REQUESTS -> new RequestOptions.OfRequests();
            case TRANSFERS -> new RequestOptions.OfTransfers();
        };
    }

    /**
     * Returns a client for a bucket, configured by the options and the environment. Nothing is sent.
     *
     * @throws UsageException if endpoint or region are missing or malformed, or if options exclude each other
     */
    public BucketClient client(String bucket, ProcessContext process) {
        return client(bucket, process, null);
    }

    /** Like {@link #client(String, ProcessContext)}; the client also prints that an outage begins or ends. */
    public BucketClient client(String bucket, Console console) {
        return client(bucket, console.process(), console);
    }

    private BucketClient client(String bucket, ProcessContext process, @Nullable Console console) {
        Map<String, String> environment = process.environment();
        BucketClient.Builder builder =
                builder(bucket, environment, ConfigFiles.of(profile, environment, process.home()));
        requests.applyTo(builder, console);
        return build(builder);
    }

    BucketClient.Builder builder(String bucket, Map<String, String> environment, ConfigFiles files) {
        Target target = target(environment, files);
        Setting usedEndpoint = target.endpoint();
        Setting usedRegion = target.region();
        CredentialsSource credentials = credentials(files);
        BucketClient.Builder builder = BucketClient.builder(usedEndpoint.value(), bucket);
        if (usedRegion != null) {
            builder.region(usedRegion.value());
        }
        String cnameSetting = cnameSetting(environment);
        if (cnameSetting != null) {
            checkIsOwn(usedEndpoint, bucket, cnameSetting);
            builder.cname(true);
        }
        if (pathStyle) {
            builder.pathStyle(true);
        }
        if (credentials == null) {
            builder.anonymous();
        } else {
            builder.credentials(credentials);
        }
        Setting proxy = authorizeProxy(environment, () -> urlOf(builder), builder::proxyCredentials);
        connection = new Connection(bucket, usedEndpoint, usedRegion, proxy, credentials);
        return builder;
    }

    /** Where requests are sent to, and the region that they are signed for, if it is not the endpoint's. */
    private record Target(Setting endpoint, @Nullable Setting region) {}

    private Target target(Map<String, String> environment, ConfigFiles files) {
        // A profile that an option names comes before the variables, as other options do.
        Map<String, String> variables = profile == null ? environment : Map.of();
        Setting ofRegion = Setting.of(region, "--region", variables, "OSS_REGION");
        Setting ofEndpoint = Setting.of(endpoint, "--endpoint", variables, "OSS_ENDPOINT");
        if (ofRegion == null && ofEndpoint == null) {
            // Only both together: the endpoint of one region does not serve another one.
            ofRegion = files.region();
            ofEndpoint = files.endpoint();
        } else if (ofRegion == null && files.profile() != null) {
            ofRegion = files.region();
        }
        if (profile != null && ofRegion == null && ofEndpoint == null) {
            ofRegion = Setting.of(null, "--region", environment, "OSS_REGION");
            ofEndpoint = Setting.of(null, "--endpoint", environment, "OSS_ENDPOINT");
        }
        Setting usedRegion = checkedRegion(ofRegion);
        return new Target(checkedEndpoint(ofEndpoint, usedRegion, environment, files), usedRegion);
    }

    /** Rejects an endpoint that is usable, but not as a domain that is bound to a bucket. */
    private static void checkIsOwn(Setting used, String bucket, String name) {
        if (isUsable(BucketClient.builder(used.value(), bucket))
                && !isUsable(BucketClient.builder(used.value(), bucket).cname(true))) {
            throw new UsageException(
                    name + " requires your own domain, but the endpoint is " + used + "; leave out " + name);
        }
    }

    private static boolean isUsable(BucketClient.Builder builder) {
        try {
            builder.anonymous().build().close();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Sets user and password of the proxy, and returns the proxy; null for none. */
    private static @Nullable Setting authorizeProxy(
            Map<String, String> environment, Supplier<URI> url, BiConsumer<String, String> setter) {
        EnvironmentProxies proxies = EnvironmentProxies.of(environment);
        EnvironmentProxies.ProxyUrl proxy = proxies.isEmpty() ? null : proxies.proxyOf(url.get());
        if (proxy == null) {
            return null;
        }
        PasswordAuthentication login = proxy.login();
        if (login != null) {
            setter.accept(login.getUserName(), new String(login.getPassword()));
        }
        return new Setting(proxy.toString(), proxy.variable());
    }

    private static URI urlOf(BucketClient.Builder builder) {
        try (BucketClient client = build(builder)) {
            return URI.create(client.formUrl());
        }
    }

    /**
     * Returns a client for the requests that have no bucket, configured by the options and the environment. Nothing is
     * sent.
     *
     * @throws UsageException as in {@link #client}, and if the endpoint is a domain of a bucket, or requests are not
     *     signed
     */
    public ServiceClient service(ProcessContext process) {
        Map<String, String> environment = process.environment();
        if (cnameSetting(environment) != null) {
            throw new UsageException("the endpoint is your own domain, which serves one bucket only: to list buckets,"
                    + " set --endpoint to that of a region");
        }
        ConfigFiles files = ConfigFiles.of(profile, environment, process.home());
        CredentialsSource credentials = credentials(files);
        if (credentials == null) {
            throw new UsageException(
                    "--anonymous requires a bucket, as oss://BUCKET: only accounts have lists of buckets");
        }
        Target target = target(environment, files);
        ServiceClient.Builder builder =
                ServiceClient.builder(target.endpoint().value()).credentials(credentials);
        if (target.region() != null) {
            builder.region(target.region().value());
        }
        requests.applyTo(builder);
        Supplier<URI> url = () -> {
            // Checks that the endpoint is a URL.
            built(builder::build).close();
            return URI.create(target.endpoint().value());
        };
        Setting proxy = authorizeProxy(environment, url, builder::proxyCredentials);
        connection = new Connection(null, target.endpoint(), target.region(), proxy, credentials);
        return built(builder::build);
    }

    /** Sets the time limit of requests, unless an option sets it. */
    public void defaultTimeout(Duration limit) {
        requests.defaultTimeout(limit);
    }

    /** Returns whether all requests share a limit of the bandwidth. */
    public boolean limitsBandwidth() {
        return requests.limitsBandwidth();
    }

    /** Returns the value of {@code --profile}; null for none. */
    @Nullable
    String profile() {
        return profile;
    }

    /** Returns the settings of the last client or builder; null if there is none yet. */
    public @Nullable Connection connection() {
        return connection;
    }

    /**
     * Returns the failure that an exception describes. Its advice names the settings of the client that was created
     * last.
     */
    public Failure failureOf(Throwable thrown) {
        return Failure.of(thrown, connection);
    }

    private Setting checkedEndpoint(
            @Nullable Setting used, @Nullable Setting usedRegion, Map<String, String> environment, ConfigFiles files) {
        if (used != null) {
            return used;
        }
        String cnameSetting = cnameSetting(environment);
        if (cnameSetting != null) {
            throw new UsageException(cnameSetting + " requires your own domain: set --endpoint or OSS_ENDPOINT");
        }
        if (usedRegion == null) {
            throw new UsageException("an endpoint or a region is required: set --endpoint or OSS_ENDPOINT, such as"
                    + " https://oss-cn-hangzhou.aliyuncs.com, or --region or OSS_REGION, such as cn-hangzhou"
                    + files.missingRegion());
        }
        return new Setting(Connection.endpointOf(usedRegion.value()), usedRegion.origin());
    }

    /** Returns whether an option or a variable says that the endpoint is the bucket's own domain. */
    public boolean isCname(ProcessContext process) {
        return cnameSetting(process.environment()) != null;
    }

    /**
     * Returns the option or variable that marks the endpoint as a domain that is bound to the bucket; null for none.
     * The variable describes the endpoint of the environment.
     */
    private @Nullable String cnameSetting(Map<String, String> environment) {
        String value = environment.getOrDefault("OSS_CNAME", "");
        if (!List.of("", "false", "true").contains(value)) {
            throw new UsageException("OSS_CNAME must be true or false, was " + value);
        }
        String ofEnvironment = value.equals("true") && endpoint == null ? "OSS_CNAME=true" : null;
        String setting = cname ? "--cname" : ofEnvironment;
        if (pathStyle && setting != null) {
            throw new UsageException("--path-style and " + setting + " must not both be set");
        }
        return setting;
    }

    static BucketClient build(BucketClient.Builder builder) {
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
     * Returns the source of the credentials that the options select; null if requests are not signed. The source throws
     * {@link CredentialsUnavailableException} if there are none.
     */
    private @Nullable CredentialsSource credentials(ConfigFiles files) {
        if (!requests.isAnonymous()) {
            return files.credentials();
        }
        if (profile != null) {
            throw new UsageException("--anonymous and --profile must not both be set");
        }
        return null;
    }

    /** Rejects what is certainly no region: otherwise the message would be about a host that cannot be resolved. */
    private static @Nullable Setting checkedRegion(@Nullable Setting used) {
        if (used == null || REGION.matcher(used.value()).matches()) {
            return used;
        }
        String value = used.value();
        String name = value.startsWith("oss-") ? value.substring("oss-".length()) : value;
        String meant = name.indexOf('-') < 0 ? "cn-" + name : name;
        boolean isOfFile = used.origin().contains("~/");
        String subject = isOfFile ? "the region in " + used.origin() : used.origin();
        throw new UsageException(subject + " must be a region such as cn-hangzhou, was " + PrintableText.escape(value)
                + (REGION.matcher(meant).matches() ? "; did you mean " + meant + "?" : ""));
    }
}
