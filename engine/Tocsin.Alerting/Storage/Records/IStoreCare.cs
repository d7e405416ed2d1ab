namespace Tocsin.Alerting.Storage.Records;

/// <summary>What keeps a store in good order, and copies of it, while it is in use.</summary>
public interface IStoreCare
{
    /// <summary>Writes a whole and consistent copy of what is committed to a new file, while changes go on.</summary>
    /// <exception cref="StoreException">The copy cannot be made.</exception>
    void CopyTo(string path);

    /// <summary>Makes what finds rows of some part anew from the rows. Completes when that is done.</summary>
    /// <param name="part">One of <see cref="StoreParts"/>.</param>
    Task RebuildAsync(string part);
}
