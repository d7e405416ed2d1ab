using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Journals;

/// <summary>Where a journal goes on.</summary>
/// <param name="Journal">Its number.</param>
/// <param name="Last">The position of its last entry; 0 when it has none.</param>
/// <param name="At">When that was written, in nanoseconds since 1970; 0 when it is not known.</param>
/// <param name="File">The file to go on with; null to begin another.</param>
internal sealed record JournalTail(long Journal, long Last, long At, JournalFile? File)
{
    /// <summary>Reads the last file, and cuts off what is not whole at its end. Files that cannot be read are set aside.</summary>
    public static JournalTail Find(JournalFolder folder, ILogger log)
    {
        while (folder.Files is [.., var newest])
        {
            try
            {
                using var reader = JournalReader.Open(newest.Path);
                var (last, at) = (newest.First - 1, reader.Header.Created);
                while (reader.TryRead(out var record))
                    (last, at) = (record.Position, record.Entry?.Now ?? at);
                if (reader.Problem is { } why)
                    JournalLog.CutOff(log, newest.Path, newest.Bytes - reader.Good, why);
                return new JournalTail(reader.Header.Journal, last, at, JournalFile.Open(newest.Path, reader.Good));
            }
            catch (InvalidDataException problem)
            {
                folder.SetAside(newest, problem.Message);
            }
        }

        return new JournalTail(BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue, 0, 0, null);
    }
}
