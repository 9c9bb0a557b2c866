// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.util.List;
import javax.net.SocketFactory;
import okhttp3.Address;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The user and the password of a proxy, which the JVM's authenticator knows. */
class IssuerClientTest {
    private static final String BASIC = "Basic dXNlcjpww6Rzc3dvcmQ=";

    private static final class OfOneProxy extends Authenticator {
        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            return getRequestorType() == RequestorType.PROXY
                            && getRequestingHost().equals("proxy.invalid")
                            && getRequestingPort() == 3128
                    ? new PasswordAuthentication("user", "pässword".toCharArray())
                    : null;
        }
    }

    @BeforeEach
    void setAuthenticator() {
        Authenticator.setDefault(new OfOneProxy());
    }

    @AfterEach
    void removeAuthenticator() {
        Authenticator.setDefault(null);
    }

    private static Route through(String host) {
        InetSocketAddress proxy = InetSocketAddress.createUnresolved(host, 3128);
        Address address = new Address(
                "sts.aliyuncs.com",
                443,
                Dns.SYSTEM,
                SocketFactory.getDefault(),
                null,
                null,
                null,
                okhttp3.Authenticator.NONE,
                null,
                List.of(Protocol.HTTP_1_1),
                List.of(ConnectionSpec.CLEARTEXT),
                ProxySelector.getDefault());
        return new Route(address, new Proxy(Proxy.Type.HTTP, proxy), proxy);
    }

    private static Response refused(Request request, String scheme) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(407)
                .message("Proxy Authentication Required")
                .header("Proxy-Authenticate", scheme + " realm=\"a\"")
                .build();
    }

    @Test
    void sendsPasswordToTheProxyOfATunnelOnly() {
        Request get = new Request.Builder().url("https://sts.aliyuncs.com/").build();
        Request connect = get.newBuilder().method("CONNECT", null).build();

        Request authorized = IssuerClient.authorizedTunnel(through("proxy.invalid"), refused(connect, "Basic"));

        assertEquals(BASIC, authorized.header("Proxy-Authorization"));
        assertNull(IssuerClient.authorizedTunnel(through("proxy.invalid"), refused(authorized, "Basic")));
        assertNull(IssuerClient.authorizedTunnel(through("proxy.invalid"), refused(connect, "Digest")));
        assertNull(IssuerClient.authorizedTunnel(through("other.invalid"), refused(connect, "Basic")));
        assertNull(IssuerClient.authorizedTunnel(through("proxy.invalid"), refused(get, "Basic")));
    }
}
