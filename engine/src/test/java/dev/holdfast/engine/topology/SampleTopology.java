package dev.holdfast.engine.topology;

/** A small topology without problems. */
public final class SampleTopology {
    public static final String YAML = """
            version: 1
            name: lab
            regions:
              us-east-1: { vantage: 127.1.0.9 }
              us-west-2: { vantage: "::1" }
            hosts:
              use1: { region: us-east-1, driver: ssh, address: "127.1.0.10:2222", user: postgres, identity_file: /ssh/id, known_hosts: /ssh/known }
              usw2: { region: us-west-2, driver: ssh, address: "[::1]:2222", user: postgres, identity_file: /ssh/id, known_hosts: /ssh/known }
            databases:
              orders:
                driver: postgresql
                objective: { rto: 5m, rpo: 1m }
                access: { database: shop, user: holdfast, replication_user: repl, binaries: /usr/lib/postgresql/15/bin }
                detection: { interval: 50ms, silence: 1200ms, restart_grace: 15s }
                nodes:
                  primary:
                    region: us-east-1
                    host: use1
                    address: "127.1.0.10:5432"
                    priority: 100
                    data_directory: /pg/primary/data
                    config_file: /pg/primary/postgresql.conf
                    log_file: /pg/primary/postgresql.log
                  replica1:
                    region: us-west-2
                    host: usw2
                    address: "127.2.0.10:5432"
                    priority: 90
                    data_directory: /pg/replica1/data
                    config_file: /pg/replica1/postgresql.conf
                    log_file: /pg/replica1/postgresql.log
                endpoints:
                  - { balancer: use1, writer: "127.1.0.20:5432", writer_backend: pg_writer, reader: "127.1.0.20:5433", reader_backend: pg_reader }
            load_balancers:
              use1: { region: us-east-1, driver: haproxy, control: "127.1.0.20:9999" }
            deployments:
              fastapi-main:
                driver: processes
                backend: app
                database: orders
                entrances:
                  us-east-1: http://127.1.0.20:8080
                instances:
                  fastapi-main-use1-1:
                    region: us-east-1
                    host: use1
                    balancer: use1
                    address: "127.1.0.31:8000"
                    config_file: /app/app.properties
                    restart_command: /app/restart --gracefully
            notifications:
              slack: { driver: slack, settings: { channel: "#incidents" }, secret: env:SLACK_TOKEN, otherwise: email }
              email: { driver: smtp, settings: { server: "mail.example:587", tries: 3 } }
            """;

    private SampleTopology() {}
}
