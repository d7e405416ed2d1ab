using Tocsin.Server.RuleTests.Files;

namespace Tocsin.Server.Cli.Tests;

/// <summary>The files and folders that a file of tests depends on.</summary>
internal static class TestInputs
{
    public static IEnumerable<string> Of(RuleTestFile file)
    {
        yield return Path.GetFullPath(file.Path);
        foreach (var named in file.Tasks.SelectMany(task => new[] { task.Script, task.Vars }).Concat(file.Handlers).Concat(file.Sources).Append(file.Config ?? ""))
        {
            if (named.Length > 0)
                yield return file.Find(named);
        }

        if (file.Load is { } load && Directory.Exists(file.Find(load)))
        {
            foreach (var below in Directory.EnumerateFileSystemEntries(file.Find(load), "*", SearchOption.AllDirectories))
                yield return below;
        }

        foreach (var snapshot in file.Tests.SelectMany(test => test.Steps).OfType<SnapshotStep>())
            yield return snapshot.File;
    }
}
