using Tocsin.Server.Cli;
using Tocsin.Server.Cli.Hosting;

// Before anything else, which takes some hundred milliseconds.
using var hangUps = HangUps.For(args);
return await CommandLine.RunAsync(args, Terminal.OfProcess(hangUps));
