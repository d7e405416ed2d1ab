using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Checks;
using Tocsin.Server.Cli.Scripts;
using Tocsin.Server.Cli.Status;

namespace Tocsin.Server.Cli.Care.Examinations;

/// <summary>The configuration with its certificates, and the load folder.</summary>
internal static class ConfigExamination
{
    public static IEnumerable<Finding> Run(Examined server)
    {
        var plan = server.Plan;
        if (plan.UnreadConfig is { } unread)
            yield return new Finding(FindingLevel.Warning, unread, "is not read, though Kapacitor would", $"name it, when it is meant: --config {unread}");
        IReadOnlyList<ConfigProblem> problems = [.. plan.Config.ProblemsFor(server.Extensions.Kinds), .. CertificateChecks.Of(plan.Config.Root, server.Time.GetUtcNow())];
        foreach (var problem in problems)
            yield return new Finding(problem.IsWarning ? FindingLevel.Warning : FindingLevel.Error, problem.Place?.ToString() ?? plan.ConfigPath ?? "the configuration", problem.Message);
        if (problems.Count == 0)
            yield return new Finding(FindingLevel.Ok, plan.ConfigPath ?? "the configuration", plan.ConfigPath is null ? "none is given: the defaults hold" : "nothing is wrong with it");
        if (plan.LoadFolder is { } folder)
            yield return Definitions(folder, server);
    }

    private static Finding Definitions(string folder, Examined server)
    {
        if (!Directory.Exists(folder))
            return new Finding(FindingLevel.Error, folder, "there is no such folder to load: the server does not start", "make it, with tasks/, templates/ and handlers/ in it");
        var (errors, warnings) = CheckedFolder.Count(folder, server.Plan.ConfigPath, server.Extensions, server.Environment);
        var found = $"{Amount.Of(errors, "error")} and {Amount.Of(warnings, "warning")} in its definitions";
        var remedy = $"tocsin check {(server.Plan.ConfigPath is { } config ? $"--config {config} " : "")}{folder} shows them";
        return errors > 0 ? new Finding(FindingLevel.Error, folder, found, remedy)
            : warnings > 0 ? new Finding(FindingLevel.Warning, folder, found, remedy)
            : new Finding(FindingLevel.Ok, folder, "nothing is wrong with its definitions");
    }
}
