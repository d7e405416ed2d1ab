namespace Tocsin.Engine.Hosting.Trials;

/// <summary>What the other side of a handler says to one request.</summary>
/// <param name="Status">The status of HTTP; 0 when there is no answer.</param>
public sealed record ScriptedAnswer(int Status)
{
    /// <summary>All is well, in the words of several services.</summary>
    public static readonly ScriptedAnswer Well = new(200) { Body = """{"result":"success","status":"success","ok":true}""" };

    /// <summary>Nobody listens there.</summary>
    public static readonly ScriptedAnswer NoConnection = new(0);

    /// <summary>Nothing comes, however long one waits.</summary>
    public static readonly ScriptedAnswer Silence = new(0) { IsSilent = true };

    /// <summary>What stands in the answer. Default: empty.</summary>
    public string Body { get; init; } = "";

    /// <summary>Its headers. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>How long one waits for it. Default: not at all.</summary>
    public TimeSpan After { get; init; }

    /// <summary>True when nothing comes at all.</summary>
    public bool IsSilent { get; init; }
}
