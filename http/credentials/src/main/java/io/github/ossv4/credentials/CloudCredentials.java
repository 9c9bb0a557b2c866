// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.CredentialsSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Credentials of Alibaba Cloud, by the place where your program runs. Each factory returns a thread-safe source for
 * {@link io.github.ossv4.http.BucketClient.Builder#credentials(CredentialsSource) BucketClient.Builder.credentials}, or
 * throws {@link IllegalStateException} if OkHttp on the class path is older than 4.12 or does not load.
 *
 * <table>
 *   <caption>Where do you run?</caption>
 *   <tr><th>where</th><th>factory</th></tr>
 *   <tr><td>in Kubernetes (RRSA)</td><td>{@link #oidcRole()}</td></tr>
 *   <tr><td>on ECS</td><td>{@link #ecsRamRole()}</td></tr>
 *   <tr><td>with a service that issues credentials</td><td>{@link #credentialsUri(String)}</td></tr>
 *   <tr><td>on your own machine, with the CLI</td><td>{@link #cliProfile()}</td></tr>
 *   <tr><td>in more than one of these places</td><td>{@link #defaultChain()}</td></tr>
 *   <tr><td>with a role of another account, or fewer permissions</td>
 *     <td>{@link #assumeRole(CredentialsSource, AssumeRole)}</td></tr>
 *   <tr><td>with a program that prints credentials</td><td>{@link #command}</td></tr>
 * </table>
 */
public final class CloudCredentials {
    private CloudCredentials() {}

    /**
     * Returns a source that looks for credentials in the places that Alibaba Cloud SDKs share, in their order:
     *
     * <ol>
     *   <li>the variables of {@link CredentialsSource#environment()}
     *   <li>the variables of {@link #oidcRole()}
     *   <li>the file of {@link #cliProfile()}, unless {@code ALIBABA_CLOUD_CLI_PROFILE_DISABLED} is {@code true}
     *   <li>the section {@code ALIBABA_CLOUD_PROFILE}, or {@code default}, of the file
     *       {@code ALIBABA_CLOUD_CREDENTIALS_FILE}, or {@code ~/.alibabacloud/credentials.ini}, or
     *       {@code ~/.alibabacloud/credentials}. Its types are {@code access_key}, {@code sts}, {@code ram_role_arn},
     *       {@code ecs_ram_role} and {@code oidc_role_arn}
     *   <li>the RAM role of this ECS instance: {@code ALIBABA_CLOUD_ECS_METADATA}, or the attached one, unless {@code
     *       ALIBABA_CLOUD_ECS_METADATA_DISABLED} is {@code true}. Without the first variable it is not asked for if
     *       {@code /sys/class/dmi/id/sys_vendor} names another cloud or maker of machines
     *   <li>the variable of {@link #credentialsUri()}
     * </ol>
     *
     * <p>The chain uses the first source that is configured: its variables are set, its file exists, or the instance
     * has a role. The chain keeps using that source. If the source fails, the chain fails: the next source may have
     * other permissions. The chain starts again from the top only if the variable or the file no longer exists. The
     * message of the exception has a line for each source that was tried. System properties are not read: other users
     * of the machine can see them.
     *
     * <p>Credentials are {@linkplain CredentialsSource#refreshing refreshed}; permanent ones are read again after 3
     * minutes. Where that file does not tell, the first request outside of ECS usually waits a second for the
     * metadata service, if no source above it is configured.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/sdk/developer-reference/v2-manage-access-credentials">Default
     *     credentials of Alibaba Cloud SDKs</a>
     */
    public static CredentialsSource defaultChain() {
        return defaultChain(Collections.emptyList());
    }

    /**
     * Returns the {@link #defaultChain()} with one more source, such as a file of another program. The chain uses it if
     * no variable and no file is configured. It comes before the RAM role of ECS if {@code ALIBABA_CLOUD_ECS_METADATA}
     * is not set. The chain treats its credentials as permanent.
     *
     * @param other the source. Its {@link CredentialsSource#origin} must never change, since messages name it. Its
     *     {@link CredentialsSource#get} throws {@link IllegalStateException} if it is not configured; another exception
     *     is a failure of the chain
     */
    public static CredentialsSource defaultChain(CredentialsSource other) {
        Objects.requireNonNull(other, "other");
        return defaultChain(Collections.singletonList(other));
    }

    private static CredentialsSource defaultChain(List<CredentialsSource> others) {
        return CredentialsSource.refreshingWithOkHttp(() -> new LimitedLifetime(
                new DefaultChain(Environment.system(), Platform::system, others), Clock.systemUTC()));
    }

    /**
     * Returns a source for the role of this pod's service account in Kubernetes (RRSA). It reads the environment
     * variables that the ack-pod-identity-webhook sets: {@code ALIBABA_CLOUD_ROLE_ARN}, {@code
     * ALIBABA_CLOUD_OIDC_PROVIDER_ARN} and {@code ALIBABA_CLOUD_OIDC_TOKEN_FILE}. {@code
     * ALIBABA_CLOUD_ROLE_SESSION_NAME} is optional, with the default {@code ossv4}. {@code ALIBABA_CLOUD_STS_REGION}
     * and, within the region's VPC, {@code ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED=true} select the endpoint of STS. For the
     * rest see {@link #oidcRole(AssumeRole, String, Path)}.
     */
    public static CredentialsSource oidcRole() {
        return CredentialsSource.refreshingWithOkHttp(() ->
                OidcRole.ofEnvironment(Environment.system(), Platform.system().sts()));
    }

    /**
     * Returns a source for a role that trusts an OIDC provider. Its credentials come from STS ({@code
     * AssumeRoleWithOIDC}) and are {@linkplain CredentialsSource#refreshing refreshed}. The file with the token is read
     * at each fetch, since it is replaced before the token expires. A fetch takes at most 10 seconds.
     *
     * @param providerArn such as {@code acs:ram::123456789012:oidc-provider/ack-rrsa}
     * @param tokenFile a file with the token, 4 to 20000 characters
     * @throws IllegalArgumentException if the ARN is malformed, or the role has an external id
     */
    public static CredentialsSource oidcRole(AssumeRole role, String providerArn, Path tokenFile) {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(tokenFile, "tokenFile");
        return CredentialsSource.refreshingWithOkHttp(() ->
                new OidcRole(role, providerArn, tokenFile, Platform.system().sts()));
    }

    /**
     * Returns a source for a role that is assumed with the credentials of another source. Its credentials come from STS
     * ({@code AssumeRole}) and are {@linkplain CredentialsSource#refreshing refreshed}. A fetch takes at most 10
     * seconds.
     *
     * @param source the credentials of a RAM user or of another role, not of the account itself
     * @see <a href="https://help.aliyun.com/zh/ram/developer-reference/api-sts-2015-04-01-assumerole">AssumeRole</a>
     */
    public static CredentialsSource assumeRole(CredentialsSource source, AssumeRole role) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(role, "role");
        return CredentialsSource.refreshingWithOkHttp(
                () -> new AssumedRole(source, role, Platform.system().sts()));
    }

    /**
     * Returns a source for the URL in the environment variable {@code ALIBABA_CLOUD_CREDENTIALS_URI}, which is read at
     * each fetch. Equivalent to {@link #credentialsUri(String)}.
     */
    public static CredentialsSource credentialsUri() {
        return CredentialsSource.refreshingWithOkHttp(() -> CredentialsUri.ofEnvironment(Environment.system()));
    }

    /**
     * Returns a source for a URL that returns credentials in the JSON of {@link #command}, with {@code SecurityToken}
     * and {@code Expiration}. They are {@linkplain CredentialsSource#refreshing refreshed}. A fetch takes at most 10
     * seconds, its response has at most 64 KB, and redirects are not followed. A URL with http is fetched without a
     * proxy. No exception contains the query of the URL.
     *
     * @param uri an http or https URL
     * @throws IllegalArgumentException if it is not a URL of http or https, or has an at sign after its host
     */
    public static CredentialsSource credentialsUri(String uri) {
        Objects.requireNonNull(uri, "uri");
        return CredentialsSource.refreshingWithOkHttp(() -> new CredentialsUri(uri));
    }

    private static CredentialsFetcher cliProfile(Platform platform, @Nullable String name) {
        return new LimitedLifetime(new CliProfile(platform, name), platform.clock());
    }

    /**
     * Returns a source for the profile of the Alibaba Cloud CLI that {@code ALIBABA_CLOUD_PROFILE} names, or else for
     * the current one. Equivalent to {@link #cliProfile(String)}.
     */
    public static CredentialsSource cliProfile() {
        return CredentialsSource.refreshingWithOkHttp(() -> cliProfile(Platform.system(), null));
    }

    /**
     * Returns a source for a profile of the Alibaba Cloud CLI in {@code ~/.aliyun/config.json}. Its mode must be {@code
     * AK}, {@code StsToken}, {@code RamRoleArn}, {@code ChainableRamRoleArn}, {@code EcsRamRole}, {@code OIDC}, {@code
     * CredentialsURI} or {@code External}. The file is never written. It is read again whenever the credentials are
     * {@linkplain CredentialsSource#refreshing refreshed}: permanent ones after 3 minutes, and immediately if OSS
     * refuses them.
     *
     * @param name the name of the profile
     * @see <a href="https://www.alibabacloud.com/help/en/cli/configure-credentials">Credentials of the CLI</a>
     */
    public static CredentialsSource cliProfile(String name) {
        Objects.requireNonNull(name, "name");
        return CredentialsSource.refreshingWithOkHttp(() -> cliProfile(Platform.system(), name));
    }

    /**
     * Returns a source for the RAM role that is attached to this ECS instance. Equivalent to {@link
     * #ecsRamRole(String)}.
     */
    public static CredentialsSource ecsRamRole() {
        return CredentialsSource.refreshingWithOkHttp(() -> Platform.system().ecsRamRole(null));
    }

    /**
     * Returns a source for a RAM role of this ECS instance, by its name. Its credentials come from the metadata service
     * at 100.100.100.200, without a proxy, with a token if the service issues one (security hardening mode). If {@code
     * ALIBABA_CLOUD_IMDSV1_DISABLED} is {@code true}, a token is required. The credentials are {@linkplain
     * CredentialsSource#refreshing refreshed}. A fetch has 2 or 3 requests of up to 5 seconds each. Outside of ECS the
     * first one fails, usually within a second.
     *
     * @throws IllegalArgumentException if the name is empty, longer than 64 characters, or contains whitespace or a
     *     slash
     */
    public static CredentialsSource ecsRamRole(String role) {
        Objects.requireNonNull(role, "role");
        return CredentialsSource.refreshingWithOkHttp(() -> Platform.system().ecsRamRole(role));
    }

    /**
     * Returns a source of credentials that a command prints, {@linkplain CredentialsSource#refreshing refreshed}. Do
     * not put secrets into its arguments, which other users of the machine can see. The command runs without a shell
     * and without input. It must print one JSON object to its standard output; its standard error is discarded.
     *
     * <pre>{@code
     * {"AccessKeyId": "STS.…", "AccessKeySecret": "…", "SecurityToken": "…", "Expiration": "2006-01-02T15:04:05Z"}
     * }</pre>
     *
     * <p>Credentials without {@code SecurityToken} are permanent. Credentials without {@code Expiration} never expire,
     * and are fetched again only after OSS refuses them. The command fails if its exit status is not 0, if it runs
     * longer than 15 seconds, or if it prints more than 64 KB. A command that is too slow or prints too much is killed,
     * on Java 9 and later with all its child processes.
     *
     * @throws IllegalArgumentException if the list or its first element is empty, or an element contains U+0000
     */
    public static CredentialsSource command(List<String> command) {
        return CredentialsSource.refreshingWithOkHttp(() -> new CredentialsCommand(command, CredentialsCommand.LIMIT));
    }
}
