using Tocsin.Engine.Watching;
using Tocsin.Pipelines.Functions;
using Tocsin.Scripting.Compiling;

namespace Tocsin.Scripting.Functions;

/// <summary>
/// The functions that the <c>.csx</c> files of one folder bring. A file that does not compile leaves what it brought before in force. Safe
/// for any thread.
/// </summary>
public sealed class FunctionFolder : IDisposable
{
    // Most of the time they wait, for the compiler or for its limit.
    private const int MostAtOnce = 8;

    private readonly CsxBuilds _builds;
    private readonly FileWatch _watch;
    private readonly CsxLeftovers _leftovers;
    private volatile SortedDictionary<string, FunctionFile> _files = new(StringComparer.Ordinal);
    private IDisposable? _watched;

    internal FunctionFolder(string folder, CsxBuilds builds, FileWatch watch, CsxLeftovers leftovers)
    {
        Folder = Path.GetFullPath(folder);
        _builds = builds;
        _watch = watch;
        _leftovers = leftovers;
        Read();
    }

    public string Folder { get; }

    /// <summary>What the files bring.</summary>
    public IReadOnlyList<UserFunction> Functions => [.. _files.Values.SelectMany(file => file.Functions)];

    /// <summary>What is wrong with the files as they are now, each with file and place.</summary>
    public IReadOnlyList<string> Errors => [.. _files.Values.SelectMany(file => file.Errors)];

    /// <summary>Looks after the folder until it is disposed.</summary>
    /// <param name="log">Is told of versions that were replaced and do not leave the memory.</param>
    /// <param name="changed">Is called, by one thread at a time, after files changed or came to be wrong or right.</param>
    public void Watch(Action<string> log, Action<FunctionChange> changed) => _watched ??= _watch.Watch(Watched(), () =>
    {
        var used = _files.Values.Select(file => file.Program).OfType<CsxProgram>().ToList();
        var (before, errors) = (Functions, Errors);
        Read();
        var now = Functions;
        Exchange(used, log);
        if (!before.SequenceEqual(now) || !errors.SequenceEqual(Errors))
            changed(new FunctionChange([.. before.Except(now)], [.. now.Except(before)], Errors));
        return Watched();
    });

    public void Dispose() => _watched?.Dispose();

    private IEnumerable<string> Watched() => [Folder, .. _files.Values.SelectMany(file => file.Read)];

    private void Read()
    {
        var before = _files;
        var files = new SortedDictionary<string, FunctionFile>(StringComparer.Ordinal);
        foreach (var file in Find().AsParallel().WithDegreeOfParallelism(MostAtOnce).Select(path => FunctionFile.Of(path, before.GetValueOrDefault(path), _builds)))
            files[file.Path] = file;
        _files = files;
    }

    // Tasks may use the old ones still, and are told of by the status then.
    private void Exchange(List<CsxProgram> before, Action<string> log)
    {
        var now = _files.Values.Select(file => file.Program).OfType<CsxProgram>().ToList();
        foreach (var made in now.Except(before))
            made.Context.Enter();
        foreach (var replaced in before.Except(now))
            _leftovers.Add(replaced, log);
    }

    private string[] Find()
    {
        try
        {
            return Directory.GetFiles(Folder, "*.csx");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No folder is a folder without files; one that cannot be read shows no more.
            return [];
        }
    }
}
