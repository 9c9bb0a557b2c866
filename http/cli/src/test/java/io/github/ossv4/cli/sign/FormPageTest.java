// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormPageTest {
    private static final SignedForm FORM = FormUpload.underPrefix("examplebucket", "a\"><script>alert('x')</script>&/")
            .build()
            .sign(
                    Signer.of(Credentials.of("ak", "sk"), "cn-hangzhou"),
                    Instant.parse("2026-01-01T00:00:00Z"),
                    Duration.ofMinutes(1));

    @Test
    void escapesText() {
        assertEquals("&amp;&lt;b c=&quot;&#39;&quot;&gt;ä\n", FormPage.escape("&<b c=\"'\">ä\n"));
    }

    @Test
    void hasNoScriptAndTheFileLast() {
        String page = FormPage.html("http://h/?a&b", FORM, List.of("image/png", "<x>"));
        assertFalse(page.contains("<script"), page);
        assertTrue(page.contains("action=\"http://h/?a&amp;b\""), page);
        assertTrue(page.contains("<option>&lt;x&gt;</option>"), page);
        assertEquals(FORM.fields().size(), page.split("type=\"hidden\"", -1).length - 1);
        assertTrue(page.lastIndexOf("name=\"") == page.indexOf("name=\"file\""), page);
        assertFalse(FormPage.html("http://h/", FORM, List.of()).contains("<select"));
    }
}
