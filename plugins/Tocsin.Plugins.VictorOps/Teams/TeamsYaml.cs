using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tocsin.Plugins.VictorOps.Teams;

/// <summary>Teams as a file that people read and handlers refer to.</summary>
internal static class TeamsYaml
{
    public static string Write(IReadOnlyList<ImportedTeam> teams)
    {
        var yaml = new StringBuilder("# Teams of VictorOps, written by 'tocsin victorops teams import'. Handlers of kind victorops-incident name it as teams-file.\n");
        yaml.Append(teams.Count == 0 ? "teams: []\n" : "teams:\n");
        foreach (var team in teams)
        {
            yaml.Append("  - name: ").Append(Quote(team.Name)).Append('\n');
            yaml.Append("    slug: ").Append(Quote(team.Slug)).Append('\n');
            yaml.Append("    members: [").AppendJoin(", ", team.Members.Select(Quote)).Append("]\n");
            yaml.Append("    routing-keys: [").AppendJoin(", ", team.RoutingKeys.Select(Quote)).Append("]\n");
            yaml.Append(team.Policies.Count == 0 ? "    policies: []\n" : "    policies:\n");
            foreach (var (name, slug) in team.Policies)
                yaml.Append("      - { name: ").Append(Quote(name)).Append(", slug: ").Append(Quote(slug)).Append(" }\n");
        }

        return yaml.ToString();
    }

    // A JSON text is a YAML one, whatever stands in it.
    private static string Quote(string text) => '"' + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString() + '"';
}
