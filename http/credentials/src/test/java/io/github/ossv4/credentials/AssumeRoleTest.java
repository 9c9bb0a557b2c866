// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssumeRoleTest {
    private static final String ARN = "acs:ram::1:role/r";

    private static String failure(UnaryOperator<AssumeRole.Builder> setting) {
        return assertThrows(IllegalArgumentException.class, () -> setting.apply(AssumeRole.builder(ARN)))
                .getMessage();
    }

    @Test
    void hasDefaults() {
        AssumeRole role = AssumeRole.of(ARN);
        assertEquals(ARN, role.roleArn());
        assertEquals("ossv4", role.sessionName());
        assertEquals(Duration.ofHours(1), role.duration());
        assertNull(role.policy());
        assertNull(role.externalId());
        assertEquals("https://sts.aliyuncs.com/", role.stsEndpoint().toString());
    }

    @Test
    void selectsTheEndpoint() {
        AssumeRole.Builder role = AssumeRole.builder(ARN);
        assertEquals(
                "https://sts.cn-hangzhou.aliyuncs.com/",
                role.stsRegion("cn-hangzhou").build().stsEndpoint().toString());
        assertEquals(
                "https://sts-vpc.cn-hangzhou.aliyuncs.com/",
                role.stsVpcRegion("cn-hangzhou").build().stsEndpoint().toString());
        assertEquals(
                "https://sts.example.com:444/",
                role.stsEndpoint("sts.example.com:444").build().stsEndpoint().toString());
        assertEquals(
                "http://localhost/",
                role.stsEndpoint("http://localhost").build().stsEndpoint().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CN", "a.b", "evil.com/", "-a", "a\n"})
    void rejectsMalformedRegions(String region) {
        String message = "the region of STS must be one such as cn-hangzhou, was " + region.replace("\n", "\\u000a");
        assertEquals(message, failure(role -> role.stsRegion(region)));
        assertEquals(message, failure(role -> role.stsVpcRegion(region)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://a", "a/b", "a?b", "a#b", "u@a", "https://u:p@a"})
    void rejectsMalformedEndpoints(String endpoint) {
        assertEquals(
                "the endpoint of STS must be a host, or an http or https URL without path, query and user",
                failure(role -> role.stsEndpoint(endpoint)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "uploader",
                "acs:ram::1:user/u",
                "acs:ram::1:role/",
                "acs:ram::1:role/a b",
                "acs:ram::1:role/a\n"
            })
    void rejectsMalformedRoles(String arn) {
        String message = assertThrows(IllegalArgumentException.class, () -> AssumeRole.of(arn))
                .getMessage();
        assertEquals(
                "the ARN of a role must have the form acs:ram::ACCOUNT:role/NAME, was " + arn.replace("\n", "\\u000a"),
                message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "a b", "a/b", "键键", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void rejectsMalformedSessionNames(String name) {
        assertEquals(
                "the name of a role session must be 2 to 64 letters, digits and . @ - _, was " + name,
                failure(role -> role.sessionName(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT14M59S", "PT12H1S", "PT1H0.5S", "PT-1H"})
    void rejectsDurations(String duration) {
        assertEquals(
                "the duration of a role session must be whole seconds, from 15 minutes to 12 hours, was " + duration,
                failure(role -> role.duration(Duration.parse(duration))));
    }

    @Test
    void acceptsLimits() {
        AssumeRole role = AssumeRole.builder(ARN)
                .sessionName("a@")
                .duration(Duration.ofMinutes(15))
                .duration(Duration.ofHours(12))
                .policy("x".repeat(2048))
                .externalId("=,.@:/-_+aZ0")
                .build();
        assertEquals(2048, role.policy().length());
        assertEquals(Duration.ofHours(12), role.duration());
    }

    @Test
    void rejectsPoliciesAndExternalIds() {
        String policy = "the policy of a role session must have 1 to 2048 characters, had ";
        assertEquals(policy + 0, failure(role -> role.policy("")));
        assertEquals(policy + 2049, failure(role -> role.policy("x".repeat(2049))));
        assertEquals(
                "the policy of a role session has an unpaired surrogate, U+d800, at index 0",
                failure(role -> role.policy("\ud800")));
        String id = "the external id must be 2 to 1224 letters, digits and = , . @ : / - _ +, had %s characters";
        assertEquals(id.formatted(1), failure(role -> role.externalId("x")));
        assertEquals(id.formatted(3), failure(role -> role.externalId("a b")));
        assertEquals(id.formatted(1225), failure(role -> role.externalId("x".repeat(1225))));
    }

    @Test
    void showsNeitherPolicyNorExternalId() {
        String text = AssumeRole.builder(ARN)
                .policy("s3cr3t")
                .externalId("t0k3n")
                .build()
                .toString();
        assertEquals(
                "AssumeRole{acs:ram::1:role/r, sessionName=ossv4, duration=PT1H, policy, externalId, https://sts.aliyuncs.com/}",
                text);
        assertFalse(text.contains("s3cr3t") || text.contains("t0k3n"));
    }
}
