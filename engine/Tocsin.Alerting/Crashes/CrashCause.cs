using System.Diagnostics;
using System.Runtime.Loader;
using Tocsin.Alerting.Foreign;

namespace Tocsin.Alerting.Crashes;

/// <summary>What a process dies of, as far as it can tell in its last moment.</summary>
/// <param name="What">In a few words; no message of an exception, which may hold a secret.</param>
/// <param name="Code">The name of the foreign code that did it; null when that is not known.</param>
/// <param name="Version">Of that code; empty when it is not known.</param>
internal sealed record CrashCause(string What, string? Code, string Version)
{
    private const char Separator = '\n';

    /// <summary>An exception that nobody caught: whoever is in its stack did it.</summary>
    public static CrashCause Of(Exception error)
    {
        var frame = new StackTrace(error, fNeedFileInfo: true).GetFrames().FirstOrDefault(frame => CodeOf(frame) is not null);
        var place = frame?.GetFileName() is { } file ? $" at {Path.GetFileName(file)}:{frame.GetFileLineNumber()}" : "";
        var code = frame is null ? null : CodeOf(frame);
        return new CrashCause($"{error.GetType().Name}{place}, unhandled", code?.Name, code?.Version ?? "");
    }

    /// <summary>
    /// The end of the process that nobody asked for from outside. Its event runs on a thread of the runtime, which has nothing of who
    /// called: whoever alone has such a call in its code did it.
    /// </summary>
    /// <param name="contexts">The code there is.</param>
    public static CrashCause OfExit(IEnumerable<AssemblyLoadContext> contexts)
    {
        var foreign = contexts.Where(context => ForeignContexts.CodeOf(context) is not null);
        var able = foreign.Where(context => context.Assemblies.Any(ExitCalls.AreIn)).Select(ForeignContexts.CodeOf).OfType<ForeignCode>().DistinctBy(code => code.Name).ToList();
        return able switch
        {
            [] => new CrashCause("something called Environment.Exit", null, ""),
            [var only] => new CrashCause("its code called Environment.Exit", only.Name, only.Version),
            _ => new CrashCause($"one of {string.Join(", ", able.Select(code => code.Name))} called Environment.Exit", null, ""),
        };
    }

    public override string ToString() => string.Join(Separator, What, Code, Version);

    /// <summary>What was written as text; null for an empty one.</summary>
    public static CrashCause? Read(string text) =>
        text.Split(Separator) is [var what, var code, var version] ? new CrashCause(what, code.Length > 0 ? code : null, version) : null;

    private static ForeignCode? CodeOf(StackFrame frame) =>
        frame.GetMethod()?.Module.Assembly is { } assembly ? ForeignContexts.CodeOf(assembly) : null;
}
