using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Processes;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Functions.Processes;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Functions.Processes;

/// <summary>An engine with a function <c>@f</c> that runs as a process, whose alerts are noted as they are raised.</summary>
internal sealed class FunctionRig : IAsyncDisposable
{
    /// <summary>Tells every point that leaves the function.</summary>
    public const string Tells = "|alert().id('x').message('{{ index .Fields \"v\" }} {{ index .Fields \"n\" }}').crit(lambda: TRUE)";

    private readonly TempFolder _folder = new();
    private readonly LogLines _log = new();
    private readonly List<string> _raised = [];
    private readonly List<Process> _children = [];
    private UdfOptions _options;

    private FunctionRig(UdfOptions options)
    {
        _options = options;
        Engine = NewEngine();
    }

    public AlertEngine Engine { get; private set; }

    /// <summary>The clock of the engine and of the functions.</summary>
    public FakeTime Time { get; } = new();

    public ProcessFunctions Functions => Engine.Extensions.Watches.OfType<ProcessFunctions>().Single();

    /// <summary>Messages of the alerts, in their order.</summary>
    public IReadOnlyList<string> Raised
    {
        get
        {
            lock (_raised)
                return [.. _raised];
        }
    }

    public IReadOnlyList<string> Logged
    {
        get
        {
            lock (_log.Lines)
                return [.. _log.Lines];
        }
    }

    /// <summary>The processes that functions left behind; they end with this.</summary>
    public IReadOnlyList<Process> Children
    {
        get
        {
            foreach (var id in Logged.Select(line => Regex.Match(line, "child ([0-9]+) stays")).Where(match => match.Success).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)))
            {
                if (_children.TrueForAll(child => child.Id != id))
                    _children.Add(Process.GetProcessById(id));
            }

            return _children;
        }
    }

    /// <summary>What the function's node failed at last.</summary>
    public string Failure => Engine.Running.Find("t")?.LastFailure is { Failure: var failure } ? $"{failure.What}: {failure.Why}" : "";

    /// <summary>How the fixture is started. Time that a test moves on does not run out for a process that starts meanwhile.</summary>
    public static ProcessFunctionOptions Fixture(params string[] arguments) => new()
    {
        Prog = "dotnet",
        Args = [Path.Combine(AppContext.BaseDirectory, "../../../../Udf.Fixture/bin", Configuration, "net10.0/Udf.Fixture.dll"), .. arguments],
        Timeout = TimeSpan.FromDays(1),
    };

    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/', '\\'))) ?? "Debug";

    public static Task<FunctionRig> StartAsync(string mode) => StartAsync(Fixture(mode));

    public static async Task<FunctionRig> StartAsync(ProcessFunctionOptions function)
    {
        var rig = new FunctionRig(Of(function));
        await rig.Engine.StartAsync();
        return rig;
    }

    public static UdfOptions Of(ProcessFunctionOptions function) => new() { Functions = new Dictionary<string, ProcessFunctionOptions> { ["f"] = function } };

    public Task<TaskDefinition> Define(string script, string id = "t") =>
        Engine.Tasks.CreateAsync(new TaskChange { Id = id, Script = script, Dbrps = [new("db", "rp")], IsEnabled = true });

    public async Task Write(params string[] lines) =>
        (await Engine.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines)), "db", "rp", Precision.Parse("s"))).Should().BeEmpty();

    public Task Change(ProcessFunctionOptions function)
    {
        _options = Of(function);
        return Functions.AdoptAsync(_options);
    }

    /// <summary>Waits for as many alerts as are expected, which must be these.</summary>
    public async Task WhenRaised(params string[] expected)
    {
        await Until.True(() => Raised.Count >= expected.Length);
        Raised.Should().Equal(expected);
    }

    /// <summary>Ends the engine and starts another on the same data.</summary>
    public async Task RestartAsync(ProcessFunctionOptions? function = null)
    {
        await Engine.DisposeAsync();
        if (function is not null)
            _options = Of(function);
        Engine = NewEngine();
        await Engine.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        foreach (var child in Children)
        {
            child.Kill();
            child.Dispose();
        }

        _folder.Dispose();
    }

    private AlertEngine NewEngine()
    {
        var extensions = new ExtensionRegistry();
        extensions.Add(new ProcessFunctions(extensions, _options, Time, _log));
        return new AlertEngine(new EngineSettings
        {
            DataFolder = _folder.Path,
            Extensions = extensions,
            Time = Time,
            LoggerFactory = _log,
            Raised = raised =>
            {
                lock (_raised)
                    _raised.Add(raised.Message);
            },
        });
    }
}
