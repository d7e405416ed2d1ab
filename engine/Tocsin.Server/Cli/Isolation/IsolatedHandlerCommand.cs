using System.CommandLine;
using System.Runtime.InteropServices;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Isolation;
using Tocsin.Engine.Plugins;
using Tocsin.Scripting.Hosting;

namespace Tocsin.Server.Cli.Isolation;

/// <summary><c>tocsin isolated-handler</c>: what a server starts to run one handler in; not for people.</summary>
internal sealed class IsolatedHandlerCommand : CliCommand
{
    private const string CommandName = "isolated-handler";

    public IsolatedHandlerCommand()
        : base(CommandName, CommandGroup.Running, "Run one handler for a server, which talks to it over standard input and output.") => Hidden = true;

    /// <summary>How this program is started with the command.</summary>
    public static ChildProgram Program
    {
        get
        {
            var own = typeof(IsolatedHandlerCommand).Assembly;
            var path = Environment.ProcessPath ?? "";
            return Path.GetFileNameWithoutExtension(path) == own.GetName().Name
                ? new ChildProgram(path, [CommandName])
                : new ChildProgram(Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", [own.Location, CommandName]);
        }
    }

    public override IReadOnlyList<string> Examples => [];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        // What the handler's code prints must not come between the messages.
        var (input, output) = (Console.OpenStandardInput(), Console.OpenStandardOutput());
        Console.SetOut(Console.Error);
        Console.SetIn(TextReader.Null);

        // Signals to all processes of a terminal or service are the server's affair: it closes the pipe when its deliveries have ended.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static signal => signal.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static signal => signal.Cancel = true);
        await new IsolatedRun(input, output, KindsFor).RunAsync().ConfigureAwait(false);

        // A call that does not come back would keep the process.
        Environment.Exit(ExitCode.Ok);
        return ExitCode.Ok;
    }

    private static HandlerKinds KindsFor(IsolatedSpec spec)
    {
        if (spec.ScriptFolder is { } scripts)
            return new CsxHost(new CsxSettings { Folder = scripts }).AddTo(HandlerKinds.BuiltIn);
        if (spec.PluginFolder is not { } folder)
            throw new CliException($"no plugin provides the kind '{spec.Kind}'");
        var plugin = PluginLoader.LoadOne(folder);
        return plugin.Kinds.TryFind(spec.Kind, out _) ? plugin.Kinds : throw new CliException(string.Join('\n', plugin.Errors));
    }
}
