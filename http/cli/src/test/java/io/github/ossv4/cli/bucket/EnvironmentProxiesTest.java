// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.output.UsageException;
import java.net.Proxy;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxiesTest {
    private static final URI HTTPS = URI.create("https://b.oss-cn-hangzhou.aliyuncs.com/");

    private static EnvironmentProxies of(String variables) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : variables.split(";")) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return EnvironmentProxies.of(environment);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTPS_PROXY=http://p:1 | https://h/ | p:1",
                "https_proxy=http://p:1;HTTPS_PROXY=http://q:1 | https://h/ | p:1",
                "HTTPS_PROXY=http://p:1 | http://h/ |",
                "HTTP_PROXY=http://p:1 | http://h/ | p:1",
                "HTTP_PROXY=http://p:1;REQUEST_METHOD=GET | http://h/ |",
                "http_proxy=http://p:1;REQUEST_METHOD=GET | http://h/ | p:1",
                "all_proxy=http://p:1 | http://h/ | p:1",
                "ALL_PROXY=http://p:1;HTTPS_PROXY=http://q:1 | https://h/ | q:1",
                "HTTPS_PROXY=p:3128 | https://h/ | p:3128",
                "HTTPS_PROXY=http://p/ | https://h/ | p:1080",
                "HTTPS_PROXY=http://[2001:db8::1]:8 | https://h/ | [2001:db8::1]:8",
                "HTTPS_PROXY=;ALL_PROXY= | https://h/ |"
            })
    void selectsProxyByScheme(String variables, String url, String expected) {
        EnvironmentProxies.ProxyUrl proxy = of(variables).proxyOf(URI.create(url));

        assertEquals(expected, proxy == null ? null : proxy.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* | h | true",
                "aliyuncs.com | b.oss-cn-hangzhou.aliyuncs.com | true",
                ".aliyuncs.com | b.oss-cn-hangzhou.aliyuncs.com | true",
                "*.aliyuncs.com | b.oss-cn-hangzhou.aliyuncs.com | true",
                "a.example, ALIYUNCS.com | aliyuncs.com | true",
                "a.example aliyuncs.com | aliyuncs.com | true",
                "aliyuncs.com | notaliyuncs.com | false",
                "aliyuncs.com:443 | aliyuncs.com | true",
                "aliyuncs.com:8443 | aliyuncs.com | false",
                "aliyuncs.com:x | aliyuncs.com | false",
                "192.0.2.1 | 192.0.2.1 | true",
                "2.1 | 192.0.2.1 | false",
                "[2001:db8::1]:443 | [2001:db8::1] | true",
                "[2001:db8::1] | [2001:db8::2] | false",
                "'' | h | false",
                "'' | localhost | true",
                "'' | b.localhost | true",
                "'' | 127.1.2.3 | true",
                "'' | [::1] | true"
            })
    void readsExceptions(String none, String host, boolean isDirect) {
        URI url = URI.create("https://" + host + "/");

        assertEquals(isDirect, of("HTTPS_PROXY=p:1;NO_PROXY=" + none).proxyOf(url) == null);
    }

    @Test
    void prefersExceptionsInLowerCase() {
        assertNull(of("HTTPS_PROXY=p:1;NO_PROXY=other;no_proxy=*").proxyOf(HTTPS));
        assertNull(of("HTTPS_PROXY=p:1;NO_PROXY=*;no_proxy=").proxyOf(HTTPS));
    }

    @Test
    void selectsForJdk() {
        assertEquals(List.of(Proxy.NO_PROXY), of("HTTP_PROXY=p:1").select(HTTPS));
        Proxy socks = of("HTTPS_PROXY=socks5://p:1").select(HTTPS).get(0);
        assertEquals(Proxy.Type.SOCKS, socks.type());
        assertEquals(Proxy.Type.HTTP, of("HTTPS_PROXY=p:1").select(HTTPS).get(0).type());
    }

    @Test
    void decodesUserAndPassword() {
        EnvironmentProxies.ProxyUrl proxy =
                of("HTTPS_PROXY=http://me:hunter%402@p:1").proxyOf(HTTPS);

        assertEquals("me hunter@2", login(proxy));
        assertFalse(proxy.toString().contains("hunter"));
        assertEquals("me ", login(of("HTTPS_PROXY=me@p:1").proxyOf(HTTPS)));
        assertEquals("me a:b", login(of("HTTPS_PROXY=me:a:b@p:1").proxyOf(HTTPS)));
        assertNull(of("HTTPS_PROXY=p:1").proxyOf(HTTPS).login());
    }

    private static String login(EnvironmentProxies.ProxyUrl proxy) {
        return proxy.login().getUserName() + " " + new String(proxy.login().getPassword());
    }

    @ParameterizedTest
    @ValueSource(strings = {"p:65536", "http://me:hunter2@p:99999", "p:0"})
    void namesTheRuleOfPorts(String value) {
        UsageException refused = assertThrows(UsageException.class, () -> of("http_proxy=" + value));

        assertTrue(refused.getMessage().startsWith("http_proxy must be http://HOST:PORT"), refused::toString);
        assertTrue(refused.getMessage().contains(", with a port of 1 to 65535, "), refused::toString);
        assertFalse(refused.getMessage().contains("hunter2"), refused::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://p:1/x", "http://p:1?x", "http://me:1234#x@p"})
    void refusesMoreThanHostAndPort(String value) {
        UsageException refused = assertThrows(UsageException.class, () -> of("http_proxy=" + value));

        assertTrue(refused.getMessage().contains(" without a path; "), refused::toString);
        assertFalse(refused.getMessage().contains("1234"), refused::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hunter2@p:1",
                "http://me:hunter2@ p",
                "http://me:hunter2@p:x",
                "http://me:hunter2%40p:1",
                "http://me:hunter2@",
                "hunter2://p:1",
                "http://",
                "socks5://me:hunter2@p:1",
                "http://a@hunter2@"
            })
    void refusesOtherFormsWithoutTheirSecrets(String value) {
        UsageException refused = assertThrows(UsageException.class, () -> of("https_proxy=" + value));

        assertTrue(refused.getMessage().startsWith("https_proxy must be http://HOST:PORT"), refused::toString);
        assertFalse(refused.getMessage().contains("hunter2"), refused::toString);
        assertNull(refused.getCause());
    }
}
