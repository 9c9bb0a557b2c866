// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestForm;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An attack by a web page of another site on an emulator on its visitor's machine: it posts a form whose callback has a
 * body and headers of the attacker's choice and goes to a service on loopback. The attacker knows the AccessKey pair
 * here, so that each of the other checks must stop the attack on its own.
 */
class CrossSiteAttackTest {
    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    @RegisterExtension
    private final TestEmulator open = new TestEmulator().with(builder -> builder.cors("*"));

    private AppServer victim;

    @BeforeEach
    void startVictim() throws IOException {
        victim = AppServer.good();
    }

    @AfterEach
    void stopVictim() {
        assertFalse(victim.wasCalled());
        victim.close();
    }

    private TestForm attack(TestEmulator emulator) {
        Callback callback = Callback.builder(victim.url("/admin/users"))
                .jsonBody("{\"role\":\"admin\",\"object\":${object}}")
                .additionalHeader("x-requested-with", "XMLHttpRequest")
                .build();
        TestForm form = emulator.form("attack.html")
                .file("<script>alert(1)</script>")
                .header("Sec-Fetch-Site: cross-site")
                .header("Sec-Fetch-Mode: navigate");
        callback.formFields().forEach(form::field);
        return form;
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://127.0.0.1:8000", "null"})
    void postsFormFromAnotherSite(String origin) throws IOException {
        RawResponse response = attack(emulator).header("Origin: " + origin).send();

        assertEquals("403 AccessForbidden null", response.errorText());
        assertNull(response.header("access-control-allow-origin"));
        assertEquals(404, emulator.get("attack.html").status());
    }

    /** The name of the page resolves to 127.0.0.1, so that it has the emulator's origin. */
    @Test
    void postsFormAfterRebinding() throws IOException {
        String host = "evil.example:" + emulator.running().port();
        RawResponse response =
                attack(emulator).host(host).header("Origin: http://" + host).send();

        assertEquals("403 AccessDenied null", response.errorText());
        assertEquals(404, emulator.get("attack.html").status());
    }

    @Test
    void postsFormToEmulatorThatAllowsAllPages() throws IOException {
        RawResponse response =
                attack(open).header("Origin: https://evil.example").send();

        assertEquals("400 InvalidArgument 0007-00000008", response.errorText());
    }

    @Test
    void postsFormWithoutOrigin() throws IOException {
        assertEquals(
                "400 InvalidArgument 0007-00000008", attack(emulator).send().errorText());
    }
}
