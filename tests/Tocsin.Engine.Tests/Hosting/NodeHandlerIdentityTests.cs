using System.Net;
using System.Text.Json;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Hosting;

/// <summary>Handlers of scripts have no ids: what is owed to one must find it again in a script that was edited.</summary>
public sealed class NodeHandlerIdentityTests
{
    private const string Mark = "X-Mark";

    // Three of them lead to one place.
    private static readonly string[] Urls = ["http://sink/a", "http://sink/b", "http://sink/c", "http://other/c", "http://sink/same", "http://sink/same", "http://sink/same"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 16)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task However_handlers_are_moved_added_and_taken_out_each_gets_what_is_owed_to_it(int seed)
    {
        var random = new Random(seed);
        var before = Some(random);
        var after = Some(random);
        var heirs = HeirsOf(before, after);
        var gone = before.Except(heirs.Keys).ToHashSet();
        await using var rig = await TaskRig.StartAsync();
        var (isDown, delivered) = (true, new List<(int Mark, int Id)>());
        rig.Answer = request =>
        {
            var (mark, id) = (MarkOf(request), EventOf(request));
            if (isDown ? mark == id : gone.Contains(mark))
                return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
            lock (delivered)
                delivered.Add((mark, id));
            return new HttpResponseMessage();
        };
        await rig.Define("t", Script(before));

        // Each handler takes events until that of its own number comes.
        foreach (var (index, mark) in before.Index())
        {
            await rig.Write($"m,h={mark} v=1 {mark + 1}");
            await Until.True(() => rig.Engine.Alerts.Outbox.AtWork == 0 && Owed(rig) + Count(delivered) == (index + 1) * before.Count);
        }

        if (random.Next(2) == 0)
            await rig.RestartAsync();
        isDown = false;
        await rig.Tasks.UpdateAsync("t", new TaskChange { Script = Script(after), IsEnabled = true });
        await Passing(rig, () => Owed(rig) == 0 && Count(delivered) + rig.Engine.Alerts.Outbox.DeadLetters.List().Count >= before.Count * before.Count);

        var edit = $"{string.Join(',', before)} became {string.Join(',', after)}";
        var all = before.SelectMany(mark => before.Select(id => (Mark: mark, Id: id))).ToLookup(entry => gone.Contains(entry.Mark));
        delivered.Where(entry => !gone.Contains(entry.Mark)).Select(entry => (heirs.GetValueOrDefault(entry.Mark, entry.Mark), entry.Id)).Order()
            .Should().Equal(all[false].Select(entry => (heirs[entry.Mark], entry.Id)).Order(), edit);
        rig.Engine.Alerts.Outbox.DeadLetters.List().Select(letter => int.Parse(letter.Event!.Id)).Order()
            .Should().Equal(all[true].Except(delivered).Select(entry => entry.Id).Order(), edit);
        rig.Engine.Alerts.Outbox.Counters.Select(counters => counters.Target.ToString()).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_handler_whose_other_options_change_gets_what_is_owed_to_it_and_keeps_its_name()
    {
        await using var rig = await OwingAsync(".post('http://sink/a')");
        var name = Targets(rig).Single();

        await Update(rig, ".log('/dev/null').post('http://sink/a').timeout(5s).header('X-More', 'b')");

        await Passing(rig, () => rig.Posted.Count == 1);
        rig.Posted.Should().Equal("/a x CRITICAL");
        Targets(rig).Should().Contain(name).And.HaveCount(2);
    }

    [Fact]
    public async Task A_handler_that_leads_elsewhere_gets_nothing_of_what_is_owed_to_the_one_before()
    {
        await using var rig = await OwingAsync(".post('http://sink/a')");
        rig.Answer = request => new HttpResponseMessage(request.RequestUri?.AbsolutePath == "/a" ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);

        await Update(rig, ".post('http://sink/b')");

        await Passing(rig, () => rig.Engine.Alerts.Outbox.DeadLetters.Count == 1);
        rig.Engine.Alerts.Outbox.DeadLetters.List().Single().Should().Match<DeadLetter>(letter => letter.Target.ToString().StartsWith("main:t:alert2/#post:sink-") && letter.Reason.Contains("its handler was deleted"));
        rig.Posted.Should().BeEmpty();
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public async Task A_handler_that_is_added_later_gets_nothing_of_what_is_owed_to_one_that_was_taken_out(int others, bool isRestarted)
    {
        const string Log = ".log('/dev/null')";
        var kept = others > 1 ? Marked("2") : "";
        await using var rig = await OwingAsync(Log + Marked("1") + kept);
        var taken = new List<int>();
        rig.Answer = request =>
        {
            lock (taken)
                taken.Add(MarkOf(request));
            return new HttpResponseMessage(MarkOf(request) == 3 ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
        };

        await Update(rig, Log + kept);
        await Update(rig, Log + kept + Marked("3"));
        if (isRestarted)
            await rig.RestartAsync();
        await Passing(rig, () => rig.Engine.Alerts.Outbox.DeadLetters.Count == 1);
        await rig.Write("m,h=y v=1 2");
        await Passing(rig, () => rig.Posted.Count == 1);

        lock (taken)
            taken.Where(mark => mark == 3).Should().ContainSingle("of what it was not there for it gets nothing");
        rig.Posted.Should().Equal("/a y CRITICAL");
        await Until.True(() => Owed(rig) == 2 * (others - 1));

        static string Marked(string mark) => $".post('http://sink/a').header('{Mark}', '{mark}')";
    }

    [Fact]
    public async Task A_handler_that_comes_back_before_what_is_owed_to_it_has_come_to_its_end_gets_it()
    {
        await using var rig = await OwingAsync(".post('http://sink/a')");

        await Update(rig, ".log('/dev/null')");
        await Update(rig, ".post('http://sink/a').log('/dev/null')");

        await Passing(rig, () => rig.Posted.Count == 1);
        rig.Engine.Alerts.Outbox.DeadLetters.Count.Should().Be(0);
    }

    [Fact]
    public async Task What_an_earlier_version_owes_by_the_places_of_handlers_finds_them()
    {
        await using var rig = await OwingAsync(".post('http://sink/a').log('/dev/null').post('http://sink/b')");
        rig.Answer = request => new HttpResponseMessage(request.RequestUri?.AbsolutePath == "/a" ? HttpStatusCode.BadRequest : HttpStatusCode.ServiceUnavailable);
        await Passing(rig, () => rig.Engine.Alerts.Outbox.DeadLetters.List().Any());
        var toA = rig.Engine.Alerts.Outbox.DeadLetters.List().Single().Target.ToString();
        var names = Targets(rig).ToArray();
        (string Name, string Place)[] places = [(toA, "#0-post"), (names.Single(name => name.Contains("#log", StringComparison.Ordinal)), "#1-log"), (names.Single(name => name != toA && name.Contains("#post", StringComparison.Ordinal)), "#2-post")];

        await rig.RestartAsync(store =>
        {
            var targets = store.LoadTargets().ToDictionary(target => target.Name.ToString(), target => target.Target);
            IRecords<IDeliveryWriter> records = store;
            foreach (var (name, place) in places)
            {
                records.CommitAsync(writer =>
                {
                    writer.SaveTarget(targets[name], HandlerTarget.Parse("main:t:alert2/" + place));
                    writer.RenameDeadLetters(HandlerTarget.Parse(name), HandlerTarget.Parse("main:t:alert2/" + place));
                }).GetAwaiter().GetResult();
            }
        });

        rig.Answer = _ => new HttpResponseMessage();
        await Passing(rig, () => rig.Posted.Count == 1);
        await Passing(rig, () => rig.Engine.Alerts.Outbox.DeadLetters.List().Single().Target.ToString() == toA);
        var letter = rig.Engine.Alerts.Outbox.DeadLetters.List().Single();
        (await rig.Engine.Alerts.Outbox.DeadLetters.ResendAsync(letter.Number)).Should().BeNull();
        await Passing(rig, () => rig.Posted.Count == 2);
        rig.Posted.Should().Equal("/b x CRITICAL", "/a x CRITICAL");
        Targets(rig).Should().BeEquivalentTo(names);
    }

    // Time that passes during an attempt would cut it off.
    private static Task Passing(TaskRig rig, Func<bool> condition) => Until.True(() =>
    {
        if (condition())
            return true;
        if (rig.Engine.Alerts.Outbox.AtWork == 0)
            rig.Time.Advance(TimeSpan.FromSeconds(1));
        return false;
    });

    private static List<int> Some(Random random)
    {
        int[] marks = [.. Enumerable.Range(0, Urls.Length)];
        random.Shuffle(marks);
        return [.. marks.Take(random.Next(2, marks.Length + 1))];
    }

    // The only one that leads to a place may have been changed in its header.
    private static Dictionary<int, int> HeirsOf(List<int> before, List<int> after)
    {
        var heirs = before.Intersect(after).ToDictionary(mark => mark);
        foreach (var place in before.Except(after).GroupBy(mark => Urls[mark]).ToList())
        {
            if (place.ToList() is [var old] && after.Except(before).Where(mark => Urls[mark] == place.Key).ToList() is [var one])
                heirs.Add(old, one);
        }

        return heirs;
    }

    private static string Script(IEnumerable<int> marks) =>
        TaskRig.Alerts + string.Concat(marks.Select(mark => $".post('{Urls[mark]}').header('{Mark}', '{mark}')"));

    private static int MarkOf(HttpRequestMessage request) => int.Parse(request.Headers.GetValues(Mark).Single());

    private static int EventOf(HttpRequestMessage request)
    {
        using var body = JsonDocument.Parse(request.Content!.ReadAsStringAsync().GetAwaiter().GetResult()); // The rig has read the stream.
        return int.Parse(body.RootElement.GetProperty("id").GetString()!);
    }

    private static int Count<T>(List<T> list)
    {
        lock (list)
            return list.Count;
    }

    private static async Task<TaskRig> OwingAsync(string handlers)
    {
        var rig = await TaskRig.StartAsync();
        rig.Answer = _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        await rig.Define("t", TaskRig.Alerts + handlers);
        await rig.Write("m,h=x v=1 1");
        await Until.True(() => rig.Engine.Alerts.Outbox.AtWork == 0 && Owed(rig) == handlers.Split(".post").Length - 1);
        rig.Answer = _ => new HttpResponseMessage();
        return rig;
    }

    private static Task Update(TaskRig rig, string handlers) => rig.Tasks.UpdateAsync("t", new TaskChange { Script = TaskRig.Alerts + handlers, IsEnabled = true });

    private static long Owed(TaskRig rig) => rig.Engine.Alerts.Outbox.Counters.Sum(counters => counters.Owed);

    private static IEnumerable<string> Targets(TaskRig rig) => rig.Engine.Alerts.Outbox.Counters.Select(counters => counters.Target.ToString());
}
