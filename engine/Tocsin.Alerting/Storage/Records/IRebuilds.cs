namespace Tocsin.Alerting.Storage.Records;

/// <summary>What a change may do about the order of the store itself. Used on the store's thread only, within its transaction.</summary>
public interface IRebuilds
{
    /// <summary>Makes what finds the rows of a part anew.</summary>
    /// <param name="part">One of <see cref="StoreParts"/>.</param>
    void Rebuild(string part);
}
