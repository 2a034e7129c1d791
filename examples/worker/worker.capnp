# Runs the Worker with workerd, the open part of Cloudflare's platform: see README.md.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "products", worker = .products),
    (name = "objects", disk = (writable = true)),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "products")],
);

const products :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "dist/worker.js")],
  compatibilityDate = "2026-07-01",
  compatibilityFlags = ["nodejs_compat"],
  durableObjectNamespaces = [(className = "Vendor", uniqueKey = "vendor", enableSql = true)],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    (name = "VENDOR", durableObjectNamespace = "Vendor"),
    (name = "SKILVUL_CLIENT_ID", fromEnvironment = "SKILVUL_CLIENT_ID"),
    (name = "SKILVUL_CLIENT_SECRET", fromEnvironment = "SKILVUL_CLIENT_SECRET"),
    (name = "SKILVUL_BASE_URL", fromEnvironment = "SKILVUL_BASE_URL"),
  ],
);
