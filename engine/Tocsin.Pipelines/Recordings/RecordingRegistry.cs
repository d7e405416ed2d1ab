using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Recordings.Files;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings;

/// <summary>The recordings there are and those that are being made. Changes happen one after the other; reading takes no lock that lasts.</summary>
public sealed class RecordingRegistry : IAsyncDisposable
{
    private const string EndedByCrash = "the server ended suddenly while this was recorded: it ends there";
    private const string LostByCrash = "the server ended suddenly while this was recorded, and nothing was kept: record it again";
    private const string EndedByStop = "the server was stopped while this was recorded: it ends there";

    private readonly SemaphoreSlim _gate = new(1);
    private readonly IRecordingRecords _store;
    private readonly RecordingServices _services;
    private readonly RecordingFolder _folder;
    private readonly RunTable<Recording> _recordings;

    public RecordingRegistry(IRecordingRecords store, RecordingServices services)
    {
        _store = store;
        _services = services;
        _folder = new RecordingFolder(services.Folder, services.Log);
        Answers = new QueryAnswers(services.Influx, services.AnswerMemory, services.Time);
        _recordings = new RunTable<Recording>("recordings", recording => recording.Id, services.Options);
    }

    /// <summary>All recordings, the newest first.</summary>
    public IReadOnlyList<Recording> All => [.. _recordings.All.OrderByDescending(recording => recording.Date.ToUnixTimeSeconds()).ThenByDescending(recording => recording.Id, StringComparer.Ordinal)];

    public Recording? Find(string id) => _recordings.Find(id);

    /// <summary>The file of a recording that is made; it may be gone.</summary>
    public string PathOf(Recording recording) => _folder.PathOf(recording.Id, recording.Type);

    internal QueryAnswers Answers { get; }

    /// <summary>Takes up what the store and the folder hold: files that somebody put there are recordings from now on.</summary>
    public async Task LoadAsync()
    {
        var files = FilesThere();
        var changed = new List<Recording>();
        var cutOff = new List<Recording>();
        foreach (var row in _store.LoadRecordings())
        {
            var recording = Recording.From(row);
            var now = recording.Status != RunStatus.Running && (recording.Bytes == 0 || files.ContainsKey(row.Id)) ? recording
                : files.TryGetValue(row.Id, out var whole) && whole.Type == recording.Type ? recording with { Status = RunStatus.Finished, Bytes = whole.Bytes }
                : recording.Status == RunStatus.Running ? recording with { Status = RunStatus.Failed, Error = LostByCrash }
                : recording with { Status = RunStatus.Failed, Bytes = 0, Error = $"the file {_folder.PathOf(row.Id, recording.Type)} is gone" };
            now = AsOnDisk(now, files);
            _recordings.Keep(now);
            if (now != recording)
                changed.Add(now);
            if (_folder.IsCutOff(now))
                cutOff.Add(now);
        }

        DiscardCutOff(cutOff);
        foreach (var file in files.Values.Where(file => Find(file.Id) is null))
        {
            RecordingLog.Found(_services.Log, file.Id, file.Bytes);
            _recordings.Keep(file);
            changed.Add(file);
        }

        if (changed.Count > 0)
            await StoreAsync(writer => changed.ForEach(recording => writer.SaveRecording(recording.ToRow())), $"{changed.Count} recordings").ConfigureAwait(false);
        foreach (var recording in cutOff)
        {
            var running = recording with { Status = RunStatus.Running, Error = "" };
            _recordings.Keep(running);
            _recordings.Start(running, cancellationToken => Task.Run(() => SaveAsync(recording, cancellationToken), CancellationToken.None));
        }
    }

    // A file may have become another while nobody looked.
    private static Recording AsOnDisk(Recording known, Dictionary<string, Recording> files)
    {
        if (known.Status != RunStatus.Finished || !files.TryGetValue(known.Id, out var file) || file.Type != known.Type)
            return known;
        var error = file.Status == RunStatus.Failed ? file.Error
            : file.Bytes != known.Bytes ? $"the file has {file.Bytes} bytes, and had {known.Bytes} when it was recorded: it was cut off, or is another one"
            : null;
        return error is null ? known : known with { Status = RunStatus.Failed, Bytes = file.Bytes, Error = error };
    }

    /// <summary>Begins to record what is written to the databases of a task, enabled or not.</summary>
    /// <param name="id">Empty for a new one.</param>
    /// <param name="stop">The time of the last points; a later one ends the recording.</param>
    /// <exception cref="DefinitionException">The request is refused.</exception>
    public Task<Recording> RecordStreamAsync(string id, string task, DateTimeOffset stop)
    {
        id = RecordingFolder.CheckId(id);
        var origins = FindTask(task).Dbrps.Distinct().Select(OriginOf).ToList();
        var (now, longest) = (_services.Time.GetUtcNow(), _services.Options.Current.LongestRecording);
        if (stop > now + longest)
        {
            throw DefinitionException.Invalid(
                $"the recording is to go on until {stop:yyyy-MM-dd'T'HH:mm:ss'Z'}, and replay.longest-recording allows {longest}: record for a shorter time, or raise the limit");
        }

        return StartAsync(id, EdgeKind.Stream, async (file, cancellationToken) =>
        {
            using var writer = new StreamFileWriter(file);
            await new StreamRecorder(origins, stop, longest, _services.Time).RunAsync(_services.Master, writer, cancellationToken).ConfigureAwait(false);
        });
    }

    /// <summary>Begins to record what the queries of a batch task answer for a span of time, as far as it has passed.</summary>
    /// <param name="id">Empty for a new one.</param>
    /// <exception cref="DefinitionException">The request is refused.</exception>
    public Task<Recording> RecordBatchAsync(string id, string task, DateTimeOffset start, DateTimeOffset stop)
    {
        id = RecordingFolder.CheckId(id);
        var recorder = new BatchRecorder(FindTask(task), start, stop, _services);
        return StartAsync(id, EdgeKind.Batch, (file, cancellationToken) => Task.Run(() => recorder.RunAsync(file, cancellationToken), CancellationToken.None));
    }

    /// <summary>Begins to record what a query answers.</summary>
    /// <param name="id">Empty for a new one.</param>
    /// <param name="type">What is made of the answer: its batches, or its points by time.</param>
    /// <param name="cluster">The InfluxDB; empty for the default.</param>
    /// <exception cref="DefinitionException">The request is refused.</exception>
    public Task<Recording> RecordQueryAsync(string id, string query, EdgeKind type, string cluster)
    {
        id = RecordingFolder.CheckId(id);
        var recorder = new QueryRecorder(query, type, cluster, Answers, _services.MostSeries);
        return StartAsync(id, type, (file, cancellationToken) => Task.Run(() => recorder.RunAsync(file, cancellationToken), CancellationToken.None));
    }

    /// <summary>Deletes a recording with its file; one that is being made ends. Nothing happens when there is none.</summary>
    public async Task DeleteAsync(string id)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            await _recordings.EndAsync(id).ConfigureAwait(false);
            if (Find(id) is not { } recording)
                return;

            // The file first: one that were left would be taken for a recording that somebody put there.
            _folder.Delete(recording);
            _folder.Discard(recording);
            await _store.CommitAsync(writer => writer.DeleteRecording(id)).ConfigureAwait(false);
            _recordings.Forget(id);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DefinitionException(RefusalKind.Failed, $"the file of recording {id} cannot be deleted: {problem.Message}");
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends the recordings that are being made; they keep what they have.</summary>
    public async ValueTask DisposeAsync()
    {
        await _recordings.EndAllAsync().ConfigureAwait(false);
        _folder.Dispose();
    }

    /// <summary>Opens the points of a recording.</summary>
    /// <exception cref="RecordingFileException">There is no file.</exception>
    internal StreamFileReader OpenStream(Recording recording, SeriesTable series) => new(_folder.PathOf(recording.Id, recording.Type), series) { LongestPoint = _services.Options.Current.ItemBytes };

    /// <summary>Opens the batches of a recording.</summary>
    /// <exception cref="RecordingFileException">There is no file, or it does not hold batches.</exception>
    internal BatchFileReader OpenBatches(Recording recording, SeriesTable series) => new(_folder.PathOf(recording.Id, recording.Type), series, _services.Options.Current.ItemBytes);

    private async Task<Recording> StartAsync(string id, EdgeKind type, Func<BoundedFile, CancellationToken, Task> make)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Find(id) is not null)
                throw new DefinitionException(RefusalKind.Failed, $"recording {id} already exists: choose another id, or delete it");
            _recordings.CheckRoom();
            var options = _services.Options.Current;
            if (_folder.Space.Bytes >= options.TotalBytes)
                throw new DefinitionException(RefusalKind.Full, $"all recordings together have {_folder.Space.Bytes} bytes, and replay.total-bytes allows {options.TotalBytes}: delete some with 'tocsin delete recordings', or raise the limit");

            var recording = new Recording { Id = id, Type = type, Date = _services.Time.GetUtcNow(), Status = RunStatus.Running };
            var file = Create(recording, options);
            try
            {
                await _store.CommitAsync(writer => writer.SaveRecording(recording.ToRow())).ConfigureAwait(false);
            }
            catch
            {
                await file.DisposeAsync().ConfigureAwait(false);
                _folder.Discard(recording);
                throw;
            }

            _recordings.Start(recording, cancellationToken => RunAsync(recording, file, make, cancellationToken));
            return recording;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task RunAsync(Recording recording, BoundedFile file, Func<BoundedFile, CancellationToken, Task> make, CancellationToken cancellationToken)
    {
        var ended = recording with { Status = RunStatus.Finished };
        try
        {
            await using (file.ConfigureAwait(false))
                await make(file, cancellationToken).ConfigureAwait(false);
            ended = ended with { Bytes = _folder.Finish(recording) };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            ended = ended with { Status = RunStatus.Failed, Error = $"the file of the recording cannot be written, and nothing was kept: {problem.Message}" };
            TryDiscard(recording);
        }
        catch (Exception problem)
        {
            // Whatever it is, it is reported to whoever looks at the recording; what came before is whole.
            var why = problem is OperationCanceledException ? EndedByStop : problem.Message;
            ended = ended with { Status = RunStatus.Failed, Error = why, Bytes = _folder.Finish(recording) };
        }

        ended = ended with { Date = _services.Time.GetUtcNow() };

        RecordingLog.Recorded(_services.Log, ended.Id, ended.Status.Text(), ended.Bytes, ended.Error);
        await StoreAsync(writer => writer.SaveRecording(ended.ToRow()), ended.Id).ConfigureAwait(false);
        _recordings.Keep(ended);
    }

    /// <summary>Keeps what a crash left of a recording. If that is cut off as well, the next start does it.</summary>
    private async Task SaveAsync(Recording cutOff, CancellationToken cancellationToken)
    {
        var saved = cutOff;
        try
        {
            var file = _folder.CreateSaved(cutOff, _services.Options.Current);
            long points;
            await using (file.ConfigureAwait(false))
                points = await CutOffFile.CopyAsync(_folder.UnfinishedPathOf(cutOff), file, _services.MostSeries, cancellationToken).ConfigureAwait(false);
            if (points > 0)
                saved = cutOff with { Error = EndedByCrash, Bytes = _folder.FinishSaved(cutOff) };
            else
                Discard(cutOff);
        }
        catch (Exception problem)
        {
            // Whatever it is, it is reported to whoever looks at the recording.
            saved = cutOff with { Error = problem is OperationCanceledException ? EndedByCrash : $"{LostByCrash}: {problem.Message}" };
        }

        RecordingLog.Recorded(_services.Log, saved.Id, saved.Status.Text(), saved.Bytes, saved.Error);
        await StoreAsync(writer => writer.SaveRecording(saved.ToRow()), saved.Id).ConfigureAwait(false);
        _recordings.Keep(saved);
    }

    private void Discard(Recording cutOff)
    {
        _folder.DiscardSaved(cutOff);
        TryDiscard(cutOff);
    }

    // What is known by the files as well is found again by the next start.
    private async Task StoreAsync(Action<IRecordingWriter> change, string what)
    {
        try
        {
            await _store.CommitAsync(change).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is StoreException or ObjectDisposedException)
        {
            RecordingLog.NotStored(_services.Log, what, problem.Message);
        }
    }

    private void TryDiscard(Recording recording)
    {
        try
        {
            _folder.Discard(recording);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The next start removes it.
            RecordingLog.NotStored(_services.Log, recording.Id, problem.Message);
        }
    }

    private void DiscardCutOff(IReadOnlyList<Recording> known)
    {
        try
        {
            _folder.DiscardCutOff(known);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            RecordingLog.NoFolder(_services.Log, _services.Folder ?? "", problem.Message);
        }
    }

    private BoundedFile Create(Recording recording, ReplayOptions options)
    {
        try
        {
            return _folder.Create(recording, options);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DefinitionException(RefusalKind.Failed, $"the file of the recording cannot be made: {problem.Message}");
        }
    }

    private Dictionary<string, Recording> FilesThere()
    {
        var files = new Dictionary<string, Recording>(StringComparer.Ordinal);
        try
        {
            foreach (var file in _folder.Find())
            {
                if (!files.TryAdd(file.Id, file))
                    RecordingLog.Twice(_services.Log, _folder.PathOf(file.Id, file.Type));
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            RecordingLog.NoFolder(_services.Log, _services.Folder ?? "", problem.Message);
        }

        return files;
    }

    private TaskDefinition FindTask(string id) =>
        _services.Tasks.Find(id) ?? throw DefinitionException.NotFound($"there is no task '{id}': 'tocsin list tasks' shows those there are");

    private Origin OriginOf(Dbrp dbrp)
    {
        if (dbrp.Database.Contains('\n') || dbrp.RetentionPolicy.Contains('\n'))
            throw DefinitionException.Invalid($"\"{dbrp.Database}\".\"{dbrp.RetentionPolicy}\" cannot be recorded: a name holds a line feed, which ends a line of the file");
        return _services.Series.OriginOf(dbrp.Database, dbrp.RetentionPolicy);
    }
}
