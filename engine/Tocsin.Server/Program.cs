using System.Net;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http;

await using var engine = new AlertEngine(new EngineSettings { DataFolder = args.Length > 1 ? args[1] : null });
await engine.StartAsync();
var app = HttpServer.Build(engine, IPEndPoint.Parse(args.Length > 0 ? args[0] : "127.0.0.1:9092"), null, "");
await app.RunAsync();
