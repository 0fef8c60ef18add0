<?xml version="1.0" encoding="UTF-8"?>
<!-- One defect: elements nested 70 deep. -->
<CityModel xmlns="http://www.opengis.net/citygml/2.0" xmlns:bldg="http://www.opengis.net/citygml/building/2.0" xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink">
  <gml:metaDataProperty><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x><gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:x></gml:metaDataProperty>
  <cityObjectMember>
    <bldg:Building gml:id="kelpo">
      <bldg:lod2Solid>
        <gml:Solid><gml:exterior><gml:CompositeSurface>
          <gml:surfaceMember>
            <gml:Polygon gml:id="kelpo-1">
              <gml:exterior><gml:LinearRing><gml:posList>25497000 6673000 0 25497000 6673008 0 25497010 6673008 0 25497010 6673000 0 25497000 6673000 0</gml:posList></gml:LinearRing></gml:exterior>
            </gml:Polygon>
          </gml:surfaceMember>
          <gml:surfaceMember>
            <gml:Polygon gml:id="kelpo-2">
              <gml:exterior><gml:LinearRing><gml:posList>25497000 6673000 6 25497010 6673000 6 25497010 6673008 6 25497000 6673008 6 25497000 6673000 6</gml:posList></gml:LinearRing></gml:exterior>
            </gml:Polygon>
          </gml:surfaceMember>
          <gml:surfaceMember>
            <gml:Polygon gml:id="kelpo-3">
              <gml:exterior><gml:LinearRing><gml:posList>25497000 6673000 0 25497010 6673000 0 25497010 6673000 6 25497000 6673000 6 25497000 6673000 0</gml:posList></gml:LinearRing></gml:exterior>
            </gml:Polygon>
          </gml:surfaceMember>
          <gml:surfaceMember>
            <gml:Polygon gml:id="kelpo-4">
              <gml:exterior><gml:LinearRing><gml:posList>25497010 6673000 0 25497010 6673008 0 25497010 6673008 6 25497010 6673000 6 25497010 6673000 0</gml:posList></gml:LinearRing></gml:exterior>
            </gml:Polygon>
          </gml:surfaceMember>
          <gml:surfaceMember>
            <gml:Polygon gml:id="kelpo-5">
              <gml:exterior><gml:LinearRing><gml:posList>25497010 6673008 0 25497000 6673008 0 25497000 6673008 6 25497010 6673008 6 25497010 6673008 0</gml:posList></gml:LinearRing></gml:exterior>
            </gml:Polygon>
          </gml:surfaceMember>
          <gml:surfaceMember>
            <gml:Polygon gml:id="kelpo-6">
              <gml:exterior><gml:LinearRing><gml:posList>25497000 6673008 0 25497000 6673000 0 25497000 6673000 6 25497000 6673008 6 25497000 6673008 0</gml:posList></gml:LinearRing></gml:exterior>
            </gml:Polygon>
          </gml:surfaceMember>
        </gml:CompositeSurface></gml:exterior></gml:Solid>
      </bldg:lod2Solid>
    </bldg:Building>
  </cityObjectMember>
</CityModel>
