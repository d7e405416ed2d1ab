using System.Globalization;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>Signals to load again, in pairs, while files of the load folder are removed, half written and written. No task is lost.</summary>
internal sealed class HangUps : IAttack
{
    private const int Tasks = 20;
    private const int Rounds = 2;

    public async Task RunAsync(ChaosServer server)
    {
        var folder = Directory.CreateDirectory(Path.Combine(server.LoadFolder, "tasks")).FullName;
        for (var round = 1; round <= Rounds; round++)
        {
            for (var i = 0; i < Tasks; i++)
            {
                var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"loaded{i}.tick"));
                File.Delete(file);
                await File.WriteAllTextAsync(file, Script(round)[..30]);
                if (i % 5 == 0)
                {
                    await server.Process.SignalAsync("HUP");
                    await server.Process.SignalAsync("HUP");
                }

                await File.WriteAllTextAsync(file, Script(round));
            }

            await LoadAsync(server, Tasks, Tasks);
        }

        // One that is wrong is told, and costs only itself.
        var wrong = Path.Combine(folder, "wrong.tick");
        await File.WriteAllTextAsync(wrong, "stream|from(");
        await LoadAsync(server, Tasks, Tasks + 1);
        (await server.AttentionAsync()).Should().ContainMatch("*definition*");
        File.Delete(wrong);
        await LoadAsync(server, Tasks, Tasks);
        var loaded = (await server.StatusAsync()).GetProperty("tasks").EnumerateArray().Where(static task => task.GetProperty("id").GetString()!.StartsWith("loaded", StringComparison.Ordinal));
        loaded.Count(static task => task.GetProperty("state").GetString() == "running").Should().Be(Tasks);
    }

    private static string Script(int round) => $"// round {round}\ndbrp \"loaded\".\"rp\"\nstream\n    |from().measurement('loaded')\n    |eval(lambda: \"v\" + {round}.0).as('w')\n    |log()\n";

    private static async Task LoadAsync(ChaosServer server, int applied, int of)
    {
        await server.SendAsync(HttpMethod.Post, "/tocsin/v1/reload", null);
        var report = (await server.StatusAsync()).GetProperty("definitions");
        (report.GetProperty("applied").GetInt32(), report.GetProperty("of").GetInt32()).Should().Be((applied, of), report.ToString());
    }
}
