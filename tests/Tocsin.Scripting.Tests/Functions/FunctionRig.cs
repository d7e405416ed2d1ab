using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Tasks;
using Tocsin.Scripting.Functions;
using Tocsin.Scripting.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Scripting.Tests.Functions;

/// <summary>An engine whose functions are files of a folder.</summary>
internal sealed class FunctionRig : IAsyncDisposable
{
    private readonly ScriptRig _rig;

    private FunctionRig(ScriptRig rig)
    {
        _rig = rig;
        var extensions = new ExtensionRegistry();
        extensions.Add(new LiveFunctions(extensions, rig.Host.OpenFunctions(Path.Combine(rig.Folder, "functions")), NullLogger.Instance));
        Errors = extensions.Current.FunctionErrors;
        Engine = new AlertEngine(new EngineSettings
        {
            Time = rig.Time,
            Extensions = extensions,
            Raised = raised =>
            {
                lock (Raised)
                    Raised.Add(raised);
            },
        });
    }

    public AlertEngine Engine { get; }

    /// <summary>What was wrong with the files at the start.</summary>
    public IReadOnlyList<string> Errors { get; }

    public List<AlertEvent> Raised { get; } = [];

    /// <param name="files">Names and texts of the folder's files.</param>
    public static async Task<FunctionRig> StartAsync(params (string Name, string Text)[] files)
    {
        var scripts = new ScriptRig();
        foreach (var (name, text) in files)
            scripts.File("functions/" + name, text);
        var rig = new FunctionRig(scripts);
        await rig.Engine.StartAsync();
        return rig;
    }

    public string File(string name, string text) => _rig.File("functions/" + name, text);

    public void Notice() => _rig.Notice();

    public Task<TaskDefinition> Define(string script, string id = "t") =>
        Engine.Tasks.CreateAsync(new TaskChange { Id = id, Script = script, Dbrps = [new Dbrp("db", "rp")], IsEnabled = true });

    public async Task Write(string lines) => await Engine.Writer.WriteAsync(Encoding.UTF8.GetBytes(lines), "db", "rp", Precision.Parse("s"));

    /// <summary>Waits until a lambda or node of this name is, or is no more, what it was.</summary>
    public Task Changed(UserFunction before) => Until.True(() => !Engine.Extensions.Current.Functions.All.Contains(before));

    public UserFunction Function(string name) => Engine.Extensions.Current.Functions.All.Single(function => function.Name == name);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _rig.Dispose();
    }
}
