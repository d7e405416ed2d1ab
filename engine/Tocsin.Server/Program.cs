using Tocsin.Server.Cli;
using Tocsin.Server.Cli.Hosting;

return await CommandLine.RunAsync(args, Terminal.OfProcess());
