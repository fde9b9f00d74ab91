FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY src src
COPY web web
RUN mvn -B -q package -DskipTests

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="Fairlead" \
      org.opencontainers.image.description="A self-hosted load balancer for TLS passthrough"

# A fixed uid, so that the permissions of mounted files can be set for it. An access log file, if one is wanted, goes to
# /var/log/fairlead.
RUN groupadd --gid 10443 fairlead \
 && useradd --uid 10443 --gid 10443 --no-create-home --home-dir / --shell /usr/sbin/nologin fairlead \
 && install -d /etc/fairlead \
 && install -d -o fairlead -g fairlead /var/log/fairlead
COPY --from=build /build/target/fairlead.jar /opt/fairlead/fairlead.jar

# Override with -e to size the heap; what these do is in the README under "Limits".
ENV JAVA_TOOL_OPTIONS="-XX:+UseSerialGC -Xms32m -Xmx256m" \
    FAIRLEAD_HEALTH_PORT=443

# Docker lets a container's user bind low ports: it sets net.ipv4.ip_unprivileged_port_start=0.
USER 10443:10443
VOLUME ["/etc/fairlead"]
EXPOSE 80 443
STOPSIGNAL SIGTERM

# One TCP connection: the balancer accepts. It ends as client_gone in the access log.
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$FAIRLEAD_HEALTH_PORT"]

ENTRYPOINT ["java", "-jar", "/opt/fairlead/fairlead.jar"]
CMD ["serve", "/etc/fairlead/fairlead.json"]
