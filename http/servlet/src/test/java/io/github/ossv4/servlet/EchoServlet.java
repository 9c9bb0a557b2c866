// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Returns the bytes that it receives. */
final class EchoServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getOutputStream().write(request.getInputStream().readAllBytes());
    }
}
