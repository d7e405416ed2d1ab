using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>What a change may write of what is set over the configuration's file. Used on the store's thread only, within its transaction.</summary>
public interface IConfigWriter
{
    /// <summary>Adds what is set of an element, or replaces it.</summary>
    void SaveOverride(ConfigOverrideRow row);

    void DeleteOverride(string section, string element);
}
