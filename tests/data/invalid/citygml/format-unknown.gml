<?xml version="1.0" encoding="UTF-8"?>
<!-- One defect: a version of CityGML that there is not. -->
<CityModel xmlns="http://www.opengis.net/citygml/4.0" xmlns:bldg="http://www.opengis.net/citygml/building/4.0" xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink">
  <gml:boundedBy>
    <gml:Envelope srsName="urn:ogc:def:crs:EPSG::3879" srsDimension="3">
      <gml:lowerCorner>25497000 6673000 0</gml:lowerCorner>
      <gml:upperCorner>25497100 6673100 10</gml:upperCorner>
    </gml:Envelope>
  </gml:boundedBy>
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
