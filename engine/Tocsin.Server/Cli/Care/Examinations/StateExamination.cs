using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Sqlite;

namespace Tocsin.Server.Cli.Care.Examinations;

/// <summary>The state file of a server that does not run.</summary>
internal static class StateExamination
{
    public static IEnumerable<Finding> Run(Examined server)
    {
        var (state, path) = (server.State, Path.Combine(server.Data, SqliteStateStore.FileName));
        foreach (var kept in state.Kept)
            yield return new Finding(FindingLevel.Warning, kept, "is kept since the state was replaced", "remove it when nothing in it is missed");
        if (StateElsewhere.Of(server.Data) is { } database)
            yield return new Finding(FindingLevel.Ok, server.Data, $"its state is in {database}");
        if (server.IsRunning || !state.IsThere)
            yield break;
        if (state.Problem is { } problem)
            yield return new Finding(FindingLevel.Error, path, problem);
        else if (state.HasLog)
            yield return new Finding(FindingLevel.Skipped, path, "the server was not stopped in order, as by a crash: its next start puts the log in order and looks for damage");
        else
            yield return new Finding(FindingLevel.Ok, path, state.Version == state.NewestVersion ? $"version {state.Version}, not damaged" : $"version {state.Version}, not damaged; the next start brings it to version {state.NewestVersion}");
    }
}
