using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Storage;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Journals;

namespace Tocsin.Engine.Tests.Journals;

public sealed class JournalTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTime _time = new();

    private string Folder => _folder.Of("journal");

    private string Newest => Directory.GetFiles(Folder, "*.journal").Order(StringComparer.Ordinal).Last();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_appended_is_read_in_order_after_another_start()
    {
        using (var journal = Open())
        {
            (await Append(journal, "m v=1 1", "m v=2 2")).Should().Be(1);
            journal.Note(new JournalTick(1, "t", "barrier2", "[null]", 77));
            (await Append(journal, "m v=3 3")).Should().Be(2);
            journal.Handed.Should().Be(2);
        }

        using var again = Open();
        again.Last.Should().Be(2);
        (await Append(again, "m v=4 4")).Should().Be(3);
        Texts(again).Should().Equal("1 db rp 1000 5 m v=1 1|m v=2 2", "tick 1 t barrier2 [null] 77", "2 db rp 1000 5 m v=3 3", "3 db rp 1000 5 m v=4 4");
        Texts(again, after: 2).Should().ContainSingle(text => text.StartsWith('3'));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public async Task A_torn_tail_is_cut_off_and_what_is_before_it_stays(int missing)
    {
        using (var journal = Open())
        {
            await Append(journal, "m v=1 1");
            await Append(journal, "m v=2 2");
        }

        using (var file = File.OpenWrite(Newest))
            file.SetLength(file.Length - missing);
        using var again = Open();
        again.Last.Should().Be(1);
        (await Append(again, "m v=9 9")).Should().Be(2);
        Texts(again).Should().Equal("1 db rp 1000 5 m v=1 1", "2 db rp 1000 5 m v=9 9");
    }

    [Fact]
    public async Task A_record_that_was_changed_ends_what_is_read()
    {
        using (var journal = Open())
        {
            await Append(journal, "m v=1 1");
            await Append(journal, "m v=2 2");
        }

        var bytes = await File.ReadAllBytesAsync(Newest);
        bytes[^3] ^= 1;
        await File.WriteAllBytesAsync(Newest, bytes);
        using var again = Open();
        Texts(again).Should().Equal("1 db rp 1000 5 m v=1 1");
    }

    [Fact]
    public async Task A_file_of_another_version_is_set_aside()
    {
        using (var journal = Open())
            await Append(journal, "m v=1 1");
        var bytes = await File.ReadAllBytesAsync(Newest);
        bytes[8] = 9;
        await File.WriteAllBytesAsync(Newest, bytes);

        using var again = Open();
        Directory.GetFiles(Folder, "*.damaged").Should().ContainSingle();
        again.Last.Should().Be(0);
        Texts(again).Should().BeEmpty();
    }

    [Fact]
    public void Two_servers_cannot_have_one_folder()
    {
        using var journal = Open();
        FluentActions.Invoking(() => Open()).Should().Throw<StoreException>().WithMessage("The journal in * cannot be used: *Stop the server that uses it*");
    }

    [Fact]
    public async Task What_cannot_be_kept_is_refused_until_it_can()
    {
        using var journal = Open(new JournalOptions { SizeBytes = JournalOptions.LeastBytes });
        await Append(journal, new string('x', 3 << 20));
        Directory.Move(Folder, Folder + "-away");

        await FluentActions.Awaiting(() => Append(journal, "m v=2 2")).Should().ThrowAsync<StoreException>().WithMessage("The journal cannot keep what is written: *Make room*");
        journal.Failure.Should().NotBeNull();
        Directory.Move(Folder + "-away", Folder);
        (await Append(journal, "m v=3 3")).Should().Be(2);
        journal.Failure.Should().NotBeNull("something small may fit on a full disk");
        _time.Advance(TimeSpan.FromMinutes(1));
        journal.Failure.Should().BeNull();
        Texts(journal, after: 1).Should().Equal("2 db rp 1000 5 m v=3 3");
    }

    [Fact]
    public async Task Where_it_is_to_go_on_what_cannot_be_kept_is_taken_and_leaves_a_gap()
    {
        using var journal = Open(new JournalOptions { SizeBytes = JournalOptions.LeastBytes, WhenFull = JournalFull.GoOn });
        await Append(journal, new string('x', 3 << 20));
        Directory.Move(Folder, Folder + "-away");
        (await Append(journal, "m v=2 2")).Should().Be(0);
        Directory.Move(Folder + "-away", Folder);
        (await Append(journal, "m v=3 3")).Should().Be(3);

        Texts(journal, after: 1).Should().BeEmpty("who begins before a gap gets nothing from behind it");
        Texts(journal, after: 2).Should().Equal("3 db rp 1000 5 m v=3 3");
        journal.Read(1, passesGaps: true).Should().HaveCount(1);
    }

    [Fact]
    public async Task What_nobody_needs_and_what_is_too_much_is_given_back()
    {
        using var journal = Open(new JournalOptions { SizeBytes = JournalOptions.LeastBytes, Keep = TimeSpan.Zero });
        var need = new object();
        journal.Retention.Need(need, 1);
        for (var i = 0; i < 4; i++)
            await Append(journal, new string('x', 3 << 20));
        journal.Has(2).Should().BeTrue();

        journal.Retention.Need(need, 3);
        journal.Retention.Look();
        journal.Has(2).Should().BeFalse();
        journal.Has(4).Should().BeTrue();
        for (var i = 0; i < 6; i++)
            await Append(journal, new string('x', 3 << 20));
        journal.Has(4).Should().BeFalse("there is no room for it");
        journal.Bytes.Should().BeLessThan(JournalOptions.LeastBytes + (4 << 20));
    }

    [VolumeFact]
    public async Task The_last_room_of_a_disk_is_left_to_others_who_cannot_do_without()
    {
        using var volume = new SmallVolume(64);
        using var journal = Journal.Open(Path.Combine(volume.Path, "journal"), new JournalOptions { SizeBytes = 48 << 20 }, syncs: false, _time, NullLogger.Instance);
        journal.Begin(0);
        var need = new object();
        for (var i = 0; i < 6; i++)
            await Append(journal, new string('x', 7 << 20));
        journal.Retention.Need(need, 3);
        _time.Advance(TimeSpan.FromMinutes(1));
        journal.Has(1).Should().BeTrue("a fifth of the disk is free");

        volume.Fill();
        _time.Advance(TimeSpan.FromMinutes(1));
        journal.Has(1).Should().BeFalse("no task needs it");
        journal.Has(2).Should().BeTrue("there is room again without it");

        for (var i = 0; i < 5; i++)
        {
            volume.Fill();
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        journal.Has(3).Should().BeFalse();
        journal.Has(4).Should().BeTrue("a task goes on from it");
    }

    [Fact]
    public async Task Many_writers_are_handed_over_in_the_order_of_the_journal()
    {
        using var journal = Open();
        var handed = new List<long>();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() => journal.AppendAsync(Entry([$"m v={i}"]), position =>
        {
            handed.Add(position);
            return ValueTask.CompletedTask;
        }).AsTask())));

        handed.Should().Equal(Enumerable.Range(1, 500).Select(i => (long)i));
        journal.Handed.Should().Be(500);
    }

    private static JournalEntry Entry(string[] texts) => new("db", "rp", new Precision(1000), 5, [.. texts.Select(text => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text)))]);

    private static async Task<long> Append(Journal journal, params string[] texts)
    {
        var at = -1L;
        await journal.AppendAsync(Entry(texts), position =>
        {
            at = position;
            return ValueTask.CompletedTask;
        });
        return at;
    }

    private static List<string> Texts(Journal journal, long after = 0)
    {
        var texts = new List<string>();
        foreach (var (position, entry, tick) in journal.Read(after))
        {
            texts.Add(entry is null
                ? $"tick {tick!.After} {tick.Task} {tick.Node} {tick.Group} {tick.Time}"
                : $"{position} {entry.Database} {entry.RetentionPolicy} {entry.Precision.Nanoseconds} {entry.Now} {string.Join('|', entry.Texts.Select(text => Encoding.UTF8.GetString(text.Span)))}");
        }

        return texts;
    }

    private Journal Open(JournalOptions? options = null)
    {
        var journal = Journal.Open(Folder, options ?? new JournalOptions(), syncs: false, _time, NullLogger.Instance);
        journal.Begin(0);
        return journal;
    }
}
