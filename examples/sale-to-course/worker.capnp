# Runs the Worker with workerd, the open part of Cloudflare's platform: see README.md.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "shop", worker = .shop),
    (name = "objects", disk = (writable = true)),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "shop")],
);

const shop :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "dist/worker.js")],
  compatibilityDate = "2026-07-01",
  compatibilityFlags = ["nodejs_compat"],
  durableObjectNamespaces = [(className = "Sales", uniqueKey = "sales", enableSql = true)],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    (name = "SALES", durableObjectNamespace = "Sales"),
    (name = "SCALEV_WEBHOOK_SECRETS", fromEnvironment = "SCALEV_WEBHOOK_SECRETS"),
    (name = "BACKEND_URL", fromEnvironment = "BACKEND_URL"),
    (name = "BACKEND_TOKEN", fromEnvironment = "BACKEND_TOKEN"),
  ],
);
