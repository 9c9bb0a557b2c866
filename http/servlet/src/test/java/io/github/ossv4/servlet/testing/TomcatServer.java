// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet.testing;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** Tomcat with an application. */
public final class TomcatServer implements WebServer {
    private final Tomcat tomcat = new Tomcat();
    private final Path directory;

    /** Starts an application with filters, in this order, and servlets by their pattern. */
    public TomcatServer(String contextPath, List<Filter> filters, Map<String, HttpServlet> servlets) throws Exception {
        directory = Files.createTempDirectory("ossv4-tomcat");
        tomcat.setBaseDir(directory.toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        StandardContext context = (StandardContext) tomcat.addContext(contextPath, null);
        // These need access to packages of the JDK, and warn without it.
        context.setClearReferencesObjectStreamClassCaches(false);
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesThreadLocals(false);
        for (int i = 0; i < filters.size(); i++) {
            FilterDef definition = new FilterDef();
            definition.setFilterName("filter" + i);
            definition.setFilter(filters.get(i));
            context.addFilterDef(definition);
            FilterMap map = new FilterMap();
            map.setFilterName("filter" + i);
            map.addURLPattern("/*");
            context.addFilterMap(map);
        }
        servlets.forEach((pattern, servlet) -> {
            Tomcat.addServlet(context, pattern, servlet);
            context.addServletMappingDecoded(pattern, pattern);
        });
        tomcat.start();
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IOException(e);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
