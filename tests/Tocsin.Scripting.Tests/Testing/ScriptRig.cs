using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Scripting.Handlers;
using Tocsin.Scripting.Hosting;
using Tocsin.Sdk;

namespace Tocsin.Scripting.Tests.Testing;

/// <summary>Scripts in a folder of the test's own, with a clock that the test moves.</summary>
internal sealed class ScriptRig : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<IAlertHandler> _made = [];
    private readonly HttpClient _http;

    public ScriptRig()
    {
        Host = new CsxHost(new CsxSettings { Folder = _folder.Path, Time = Time });
        _http = HandlerHttp.Create(Http);
    }

    public FakeTime Time { get; } = new();

    public CsxHost Host { get; }

    public CsharpScripts Scripts => (CsharpScripts)Host.GetService(typeof(CsharpScripts))!; // As its handlers are given it.

    public string Folder => _folder.Path;

    public HttpStub Http { get; } = new();

    /// <summary>What handlers wrote to the log.</summary>
    public List<string> Log { get; } = [];

    public static AlertEvent Event(string id = "cpu:host=a", AlertLevel level = AlertLevel.Critical) => new()
    {
        Topic = "cpu",
        Id = id,
        Level = level,
        Message = $"{id} is {level.Text()}",
        UnixNanoseconds = 1577836800L * 1_000_000_000,
        Tags = new Dictionary<string, string> { ["host"] = "a" },
        Fields = new Dictionary<string, object?> { ["usage"] = 97.5 },
    };

    /// <summary>Writes a file of the folder and answers with its path.</summary>
    public string File(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? Folder);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Makes a handler of JSON options; fails the test when that is refused.</summary>
    public IAlertHandler Handler(string options)
    {
        TryHandler(options, out var error).Should().NotBeNull(error);
        return _made[^1];
    }

    /// <summary>Makes a handler, or says why not.</summary>
    public IAlertHandler? TryHandler(string options, out string? error)
    {
        var services = new HandlerServices { Http = _http, Time = Time };
        var context = new HandlerContext { HandlerId = "h", Log = Log.Add };
        Host.AddTo(HandlerKinds.BuiltIn).TryCreate("csharp", ConfigJson.Parse(options), services, context, out var handler, out var refusal);
        error = refusal?.Message;
        if (handler is not null)
            _made.Add(handler);
        return handler;
    }

    /// <summary>A handler of a file that is written first.</summary>
    public IAlertHandler HandlerOf(string script, string name = "h.csx")
    {
        File(name, script);
        return Handler($$"""{"file": "{{name}}"}""");
    }

    /// <summary>Lets as much time pass as it takes to notice a changed file that has come to rest.</summary>
    public void Notice() => Time.Advance(TimeSpan.FromSeconds(2));

    public void Dispose()
    {
        foreach (var made in _made)
        {
            // Those with secrets are wrapped, and the wrapper waits for calls that run.
            if (made is IAsyncDisposable wrapped)
                wrapped.DisposeAsync().AsTask().GetAwaiter().GetResult();
            else
                ((IDisposable)made).Dispose();
        }

        Host.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }
}
