// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.http.internal.credentials.RefreshingCredentials;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliProfileTest extends PlatformFixture {
    private static final String AK = """
            "mode": "AK", "access_key_id": "LTAI", "access_key_secret": "s3cr3t", "sts_token": "t0k3n-of-another-mode",
            "region_id": "cn-hangzhou", "retry_timeout": 0, "nested": {"a": [{"b": [[1]]}]}""";

    private Path file() {
        return home.resolve(".aliyun").resolve("config.json");
    }

    /** Writes profiles that are named a, b, c, and so on. The first one is the current one. */
    private void profiles(String... members) throws IOException {
        StringBuilder profiles = new StringBuilder();
        for (int i = 0; i < members.length; i++) {
            profiles.append(i == 0 ? "" : ",")
                    .append("{\"name\": \"")
                    .append((char) ('a' + i))
                    .append("\", ");
            profiles.append(members[i]).append('}');
        }
        write(".aliyun/config.json", "{\"current\": \"a\", \"profiles\": [" + profiles + "], \"meta_path\": \"\"}");
    }

    private CliProfile fetcher() {
        return new CliProfile(platform, null);
    }

    private String what(String name) {
        return "the profile " + name + " of " + file();
    }

    @Test
    void readsAnAccessKey() throws IOException {
        profiles(AK);
        assertEquals(
                ExpiringCredentials.never(Credentials.of("LTAI", "s3cr3t")),
                fetcher().fetch());
    }

    @Test
    void readsATemporaryAccessKey() throws IOException {
        profiles(AK.replace("AK", "StsToken"));
        assertEquals(
                Credentials.of("LTAI", "s3cr3t", "t0k3n-of-another-mode"),
                fetcher().fetch().credentials());
        profiles("\"mode\": \"StsToken\", \"access_key_id\": \"a\", \"access_key_secret\": \"s3cr3t\"");
        assertEquals(what("a") + " has credentials without sts_token", failure(fetcher()));
    }

    @Test
    void selectsTheProfile() throws IOException {
        profiles(AK, AK.replace("LTAI", "B"), AK.replace("LTAI", "C"));
        assertEquals("LTAI", fetcher().fetch().credentials().accessKeyId());
        variables.put("ALIBABA_CLOUD_PROFILE", "b");
        assertEquals("B", fetcher().fetch().credentials().accessKeyId());
        assertEquals("C", new CliProfile(platform, "c").fetch().credentials().accessKeyId());
        assertEquals(file() + " has no profile d\\u000a", failure(new CliProfile(platform, "d\n")));
    }

    @Test
    void assumesARole() throws IOException {
        sts.accept("LTAI", "s3cr3t", "t0k3n");
        profiles("""
                "mode": "RamRoleArn", "access_key_id": "LTAI", "access_key_secret": "s3cr3t", "sts_token": "t0k3n",
                "ram_role_arn": "acs:ram::1:role/uploader", "ram_session_name": "me", "expired_seconds": 900,
                "policy": "{}", "external_id": "partner"
                """);
        assertEquals("STS.1", fetcher().fetch().credentials().accessKeyId());
        assertEquals(
                Map.of(
                        "RoleArn", ROLE,
                        "RoleSessionName", "me",
                        "DurationSeconds", "900",
                        "Policy", "{}",
                        "ExternalId", "partner"),
                sts.accepted.get(0));
        assertEquals(List.of("sts.aliyuncs.com"), hosts);
    }

    @ParameterizedTest
    @CsvSource({
        "cn-beijing, true, , false, sts-vpc.cn-beijing.aliyuncs.com",
        "cn-beijing, false, , false, sts.cn-beijing.aliyuncs.com",
        "cn-beijing, false, cn-shanghai, true, sts-vpc.cn-beijing.aliyuncs.com",
        ", true, cn-shanghai, true, sts-vpc.cn-shanghai.aliyuncs.com",
        ", false, cn-shanghai, false, sts.cn-shanghai.aliyuncs.com"
    })
    void selectsTheEndpoint(String region, boolean vpc, String variable, boolean variableVpc, String host)
            throws IOException {
        if (variable != null) {
            variables.put("ALIBABA_CLOUD_STS_REGION", variable);
        }
        variables.put("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", Boolean.toString(variableVpc));
        profiles(AK.replace("AK", "RamRoleArn").replace("t0k3n-of-another-mode", "")
                + """
                , "ram_role_arn": "acs:ram::1:role/uploader", "sts_region": "%s", "enable_vpc": %b
                """.formatted(region == null ? "" : region, vpc));
        assertEquals("STS.1", fetcher().fetch().credentials().accessKeyId());
        assertEquals(List.of(host), hosts);
    }

    @Test
    void assumesARoleWithAnotherProfile() throws IOException {
        String role = "\"mode\": \"ChainableRamRoleArn\", \"ram_role_arn\": \"%s\", \"source_profile\": \"%s\"";
        profiles(role.formatted(ROLE + "1", "b"), role.formatted(ROLE + "2", "c"), AK);
        assertEquals("STS.2", fetcher().fetch().credentials().accessKeyId());
        assertEquals(ROLE + "2", sts.accepted.get(0).get("RoleArn"));
        assertEquals(ROLE + "1", sts.accepted.get(1).get("RoleArn"));
        profiles(role.formatted(ROLE, "b"), role.formatted(ROLE, "a"));
        assertEquals("profiles of " + file() + " are the source of each other: a, b", failure(fetcher()));
        profiles(role.formatted(ROLE, "x"));
        assertEquals(file() + " has no profile x", failure(fetcher()));
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 3_000})
    void rejectsALongChainOfProfiles(int length) throws IOException {
        StringBuilder profiles = new StringBuilder();
        for (int i = 0; i < length; i++) {
            profiles.append("""
                    {"name": "p%s", "mode": "ChainableRamRoleArn", "ram_role_arn": "%s", "source_profile": "p%s"},
                    """.formatted(i, ROLE, i + 1));
        }
        write(".aliyun/config.json", """
                {"current": "p0", "profiles": [%s {"name": "p%s"}]}""".formatted(profiles, length));
        String message = failure(fetcher());
        assertTrue(
                message.startsWith("a chain of profiles of " + file() + " must have at most 16 profiles: p0, p1, p2, "),
                message);
        assertTrue(message.endsWith(", p15, p16"), message);
    }

    @Test
    void assumesARoleWithOidc() throws IOException {
        sts.acceptOidcToken("t0k3n");
        profiles("""
                "mode": "OIDC", "ram_role_arn": "acs:ram::1:role/uploader", "external_id": "ignored",
                "oidc_provider_arn": "acs:ram::1:oidc-provider/cluster", "oidc_token_file": "%s"
                """.formatted(write("token", "t0k3n")));
        assertEquals("STS.1", fetcher().fetch().credentials().accessKeyId());
        assertEquals("ossv4", sts.accepted.get(0).get("RoleSessionName"));
    }

    @Test
    void fetchesTheRoleOfTheInstance() throws IOException {
        server.respond("GET /latest/meta-data/ram/security-credentials/", 200, "Attached");
        server.respond("GET /latest/meta-data/ram/security-credentials/Attached", 200, document("attached"));
        server.respond("GET /latest/meta-data/ram/security-credentials/Named", 200, document("named"));
        profiles("\"mode\": \"EcsRamRole\"");
        assertEquals("attached", fetcher().fetch().credentials().accessKeyId());
        profiles("\"mode\": \"EcsRamRole\", \"ram_role_name\": \"Named\"");
        assertEquals("named", fetcher().fetch().credentials().accessKeyId());
    }

    @Test
    void fetchesFromAUri() throws IOException {
        server.respond("GET /c", 200, document("uri"));
        profiles("\"mode\": \"CredentialsURI\", \"credentials_uri\": \"" + server.url() + "c\"");
        assertEquals("uri", fetcher().fetch().credentials().accessKeyId());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void runsACommand() throws IOException {
        write("a b.json", "{\"mode\": \"AK\", \"access_key_id\": \"x\", \"access_key_secret\": \"s3cr3t\"}");
        profiles("\"mode\": \"External\", \"process_command\": \"cat '" + home + "/a b.json'\"");
        RefreshingCredentials source = refreshing(fetcher());
        assertId("x", source);
        write("a b.json", """
                {"mode": "StsToken", "access_key_id": "y", "access_key_secret": "s3cr3t", "sts_token": "t0k3n",
                 "expiration": "2026-11-24T13:00:00Z"}
                """);
        clock.advance(Duration.ofMinutes(3));
        assertId("y", source);
        clock.advance(Duration.ofMinutes(47));
        write("a b.json", "{\"mode\": \"s3cr3t\"}");
        assertEquals("the command cat returned no credentials: its mode is not AK or StsToken", failure(fetcher()));
        assertId("y", source);
        profiles("\"mode\": \"External\", \"process_command\": \"cat 's3cr3t\"");
        assertEquals(what("a") + " is invalid: a quote of the command is not closed", failure(fetcher()));
        profiles("\"mode\": \"External\", \"process_command\": \" \"");
        assertEquals(what("a") + " is invalid: the command must have a name", failure(fetcher()));
    }

    @ParameterizedTest
    @CsvSource({
        "RamRoleArn, ram_role_arn",
        "ChainableRamRoleArn, source_profile",
        "OIDC, ram_role_arn",
        "External, process_command",
        "CredentialsURI, credentials_uri"
    })
    void namesTheMissingField(String mode, String field) throws IOException {
        profiles("\"mode\": \"" + mode + "\", \"access_key_secret\": \"s3cr3t\"");
        assertEquals(what("a") + " has no " + field, failure(fetcher()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CloudSSO", "OAuth", "RsaKeyPair", "a\\n"})
    void rejectsOtherModes(String mode) throws IOException {
        profiles("\"mode\": \"" + mode + "\", \"access_token\": \"t0k3n\"");
        assertEquals(
                what("a") + " has the mode " + mode.replace("\\n", "\\u000a")
                        + ", which is not supported: use AK, StsToken, RamRoleArn, ChainableRamRoleArn, EcsRamRole, OIDC,"
                        + " CredentialsURI or External",
                failure(fetcher()));
    }

    @Test
    void rejectsInvalidOptions() throws IOException {
        profiles("\"mode\": \"RamRoleArn\", \"ram_role_arn\": \"" + ROLE + "\", \"expired_seconds\": 60");
        assertEquals(
                what("a")
                        + " is invalid: the duration of a role session must be whole seconds, from 15 minutes to 12 hours,"
                        + " was PT1M",
                failure(fetcher()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"mode\": \"AK\"", "\"mode\": \"\"", "\"mode\": \"AK\", \"access_key_id\": \"\""})
    void isNotConfiguredByAnEmptyProfile(String members) throws IOException {
        profiles(members);
        assertEquals(
                what("a") + " has no credentials",
                assertThrows(NotConfiguredException.class, fetcher()::fetch).getMessage());
    }

    @Test
    void isNotConfiguredWithoutFile() {
        assertEquals(
                file() + " does not exist",
                assertThrows(NotConfiguredException.class, fetcher()::fetch).getMessage());
    }

    @Test
    void fetchesOnceFor32Threads() throws IOException {
        server.respond("GET /c", 200, document("uri"));
        profiles("\"mode\": \"CredentialsURI\", \"credentials_uri\": \"" + server.url() + "c\"");
        assertEquals("uri", idOf32Threads(refreshing(fetcher())));
        assertEquals(1, server.requests.size());
    }

    @Test
    void readsTheRotatedFile() throws IOException {
        profiles(AK);
        RefreshingCredentials source = refreshing(fetcher());
        assertId("LTAI", source);
        profiles(AK.replace("LTAI", "LTAJ"));
        clock.advance(Duration.ofMinutes(3).minusSeconds(1));
        assertId("LTAI", source);
        clock.advance(Duration.ofSeconds(1));
        assertId("LTAJ", source);
        // Immediately if OSS refuses them.
        profiles(AK.replace("LTAI", "LTAK"));
        source.refused(source.get());
        assertId("LTAK", source);
    }

    @Test
    void usesOldCredentialsWhileTheFileIsDamaged() throws IOException {
        profiles(AK);
        RefreshingCredentials source = refreshing(fetcher());
        assertId("LTAI", source);
        Files.writeString(file(), "{\"s3cr3t\"");
        clock.advance(Duration.ofMinutes(4));
        assertId("LTAI", source);
        clock.advance(Duration.ofMinutes(1));
        assertEquals("no credentials: " + file() + " is not a single JSON object", failure(source));
    }
}
